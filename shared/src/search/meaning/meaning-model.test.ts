import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadMeaning } from './load-meaning.ts';
import { dot } from './meaning-model.ts';

const model = await loadMeaning();

test.each([
  ['скок стоит', ['Стоимость аренды 4 000 ₽ в час.', 'Мы открыты с 9:00 до 21:00.', 'Парковка во дворе.']],
  ['а если передумаю?', ['При отмене за сутки предоплата возвращается.', 'Адрес: улица Мира, 5.', 'Принимаем карты.']],
  [
    'where can I leave the car',
    ['Парковка во дворе бесплатная.', 'Работаем без выходных.', 'Чай и кофе входят в цену.'],
  ],
  ['до скольки вы сегодня', ['Open daily from 10am to 8pm.', 'We take cards and cash.', 'Dogs are welcome.']],
  ['можно с хаски?', ['Животные допускаются на поводке.', 'Доставка по городу 300 ₽.', 'Скидка студентам 10 %.']],
])('«%s» is nearest to the statement that answers it', (question, [answer = '', ...others]) => {
  const compare = model.closenessTo(question);
  const closeness = (text: string): number => compare({}, () => [text])[0]?.cosine ?? 0;
  for (const other of others) expect(closeness(answer)).toBeGreaterThan(closeness(other));
});

test('knows the words of businesses better than those of an encyclopedia', () => {
  const [business, history] = model
    .closenessTo('?')({}, () => [
      'Стоимость доставки зависит от адреса, минимальный заказ от 1 500 ₽.',
      'Норманнская династия оказала значительное политическое влияние на средневековую Европу.',
    ])
    .map(({ common }) => common);
  expect(business).toBeGreaterThan(0.75);
  expect(history).toBeLessThan(0.55);
  expect(model.knows('субмарин')).toBe(false);
});

test('any text has a vector of unit length, or of length 0 if it has no words', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      const vector = model.embed(text);
      const length = Math.sqrt(dot(vector, vector));
      expect(length === 0 || Math.abs(length - 1) < 1e-4).toBe(true);
    }),
  );
});
