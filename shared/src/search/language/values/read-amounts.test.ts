import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAmounts } from './read-amounts.ts';

const shown = (text: string): string =>
  readAmounts(text)
    .amounts.map(({ kind, values, currency = '' }) => `${kind} ${values.join('|')}${currency}`)
    .join(', ');

test.each([
  ['1 500 руб.', 'money 1500rub'],
  ['1.500 руб. или 1.500,50 €', 'money 1500|1.5rub, money 1500.5eur'],
  ['$1.5k, 900 USD, US$900', 'money 1500usd, money 900usd, money 900usd'],
  ['RUB 120,000', 'money 120000rub'],
  ['5 т.р., 5 т. р.', 'money 5000rub, money 5000rub'],
  ['1 млн 200 тыс. ₽', 'money 1200000rub'],
  ['10 руб. 50 коп.', 'money 10.5rub'],
  ['**120 000** ₽', 'money 120000rub'],
  ['40*350 ₽', 'bare 40, money 350rub'],
  ['120 000 (сто двадцать тысяч) рублей', 'money 120000rub'],
  ['сто двадцать тысяч пятьсот рублей', 'money 120500rub'],
  ['one hundred and twenty-five thousand roubles', 'money 125000rub'],
  ['twelve hundred dollars', 'money 1200usd'],
  ['half a million dollars', 'money 500000usd'],
  ['a couple of thousand dollars', 'money 2000usd'],
  ['тысяча рублей, полторы тысячи рублей', 'money 1000rub, money 1500rub'],
  ['два с половиной миллиона рублей', 'money 2500000rub'],
  ['отдам за рубль, for a rouble', 'money 1rub, money 1rub'],
  ['500–700 ₽', 'money 500rub, money 700rub'],
  ['от 5 до 10 тыс. руб.', 'money 5000|5rub, money 10000rub'],
  ['1,5 тыс., 18к', 'scaled 1500, scaled 18000'],
  ['50%, 50-процентная, пятидесятипроцентная, fifty per cent', 'percent 50, percent 50, percent 50, percent 50'],
  ['80 гостей на двое суток, четыре часа', 'measure 80, measure 240'],
  ['Заказ 7K2M4-QXD9F, HALL-1, 4K-экран', ''],
  ['16 января 2026 в 15:00, тел. 8 800 555-35-35', ''],
])('reads the amounts of %s', (text, expected) => {
  expect(shown(text)).toBe(expected);
});

test('amounts stand in their order in the text that is returned with them, whatever was written', () => {
  const parts = fc.constantFrom(
    '1',
    '000',
    ' ',
    '.',
    ',',
    '-',
    'к',
    'тыс',
    'сто ',
    'a hundred ',
    '₽',
    '$',
    '%',
    '(',
    'руб',
    'and ',
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 40 }), fc.string({ unit: 'binary' }), (some, more) => {
      const { text, amounts } = readAmounts(some.join('') + more);
      let behind = 0;
      for (const { start, end, values } of amounts) {
        expect(start).toBeGreaterThanOrEqual(behind);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(end).toBeLessThanOrEqual(text.length);
        expect(values.every(Number.isFinite)).toBe(true);
        behind = end;
      }
    }),
  );
});
