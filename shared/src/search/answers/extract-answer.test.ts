import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSearchIndex } from '../create-search-index.ts';
import type { ExtractedAnswer, IndexedPassage } from '../search-index.ts';

const texts: readonly (readonly [id: string, title: string, text: string, question?: string])[] = [
  [
    'venues',
    'Площадки',
    'Лофт вмещает до 120 гостей за столами. Аренда лофта стоит 18 000 рублей в час. Парковка для гостей бесплатная.',
  ],
  [
    'terms',
    'Сроки',
    'Корпоратив готовим за две недели, свадьбу — за шесть недель. Срочная подготовка возможна с наценкой.',
  ],
  ['payment', 'Условия › Оплата', 'Бронь закрепляется авансом 30 %.\n\nПринимаем карты и СБП. Работаем с НДС.'],
  [
    'discounts',
    'Условия › Скидки',
    'В будни действует скидка 15 %. Постоянным клиентам скидка 7 %. Возврат — за день.',
  ],
  [
    'halls',
    'Halls',
    'The barn seats 80 guests. It costs 900 dollars per hour.\n\nThe tent holds up to 300 guests. It costs 5,000 dollars per day.\n\nParking is free: 25 spaces at the barn and 90 at the tent.',
  ],
  ['wifi-ru', 'Связь', 'Wi-Fi есть везде.'],
  ['wifi-en', 'Network', 'There is fast Wi-Fi in all rooms of the house, and it costs nothing.'],
  ['office', 'Вопросы', 'Малая Почтовая улица, 12, третий этаж. Приходите в будни.', 'Где вы находитесь?'],
  ['dogs', 'Вопросы', 'В шатёр можно с животными, в лофт — нельзя.', 'Можно ли с собакой?'],
  [
    'catering',
    'Catering',
    'The Noon kitchen cooks for 800 guests. It costs 2,900 roubles per guest. A tasting is free.',
  ],
];
const passages: readonly IndexedPassage[] = texts.map(([id, title, text, question]) => ({
  id,
  sourceId: `source:${id}`,
  position: 0,
  title,
  text,
  question,
  language: /[а-я]/.test(text) ? 'ru' : 'en',
}));

const ask = async (question: string): Promise<ExtractedAnswer> => {
  const index = createSearchIndex();
  await index.put(passages);
  return index.answer(question);
};

describe('an answer', () => {
  it.each([
    ['Сколько стоит аренда лофта?', 'Аренда лофта стоит 18 000 рублей в час.'],
    ['Здравствуйте! Подскажите, пожалуйста, сколько стоит лофт?', 'Аренда лофта стоит 18 000 рублей в час.'],
    ['Skolko stoit loft', 'Аренда лофта стоит 18 000 рублей в час.'],
    ['а парковка есть?', 'Парковка для гостей бесплатная.'],
    ['за сколько готовите свадьбу', 'Корпоратив готовим за две недели, свадьбу — за шесть недель.'],
    [
      'How much is the kitchen per guest?',
      'The Noon kitchen cooks for 800 guests. It costs 2,900 roubles per guest. A tasting is free.',
    ],
  ])('to «%s» is quoted from the sentence that holds it', async (question, expected) => {
    const { answered, quotes } = await ask(question);
    expect(answered).toBe(true);
    expect(quotes[0]?.text).toBe(expected);
  });

  it.each([
    ['лофт на 75 человек сколько стоит', 'лофт сколько стоит'],
    ['price of the tent for 75 guests', 'price of the tent'],
  ])('to «%s» is as sure as to «%s»', async (sized, plain) => {
    expect((await ask(sized)).confidence).toBeGreaterThan((await ask(plain)).confidence - 0.15);
  });

  it.each([
    ['How much is the tent per day?', ['The tent holds up to 300 guests. It costs 5,000 dollars per day.']],
    ['How many people fit in the tent?', ['The tent holds up to 300 guests.']],
    ['Сколько человек вместит лофт?', ['Лофт вмещает до 120 гостей за столами.']],
  ])('to «%s» leaves out the paragraphs beside it', async (question, expected) => {
    const { quotes } = await ask(question);
    expect(quotes.map(({ text }) => text)).toEqual(expected);
  });

  it.each([
    ['Есть скидки?', ['В будни действует скидка 15 %. Постоянным клиентам скидка 7 %. Возврат — за день.']],
    ['Какие способы оплаты?', ['Бронь закрепляется авансом 30 %.', 'Принимаем карты и СБП. Работаем с НДС.']],
  ])('to «%s», which names a topic alone, is what is said about it', async (question, expected) => {
    const { quotes } = await ask(question);
    expect(quotes.map(({ text }) => text)).toEqual(expected);
  });

  it.each([
    ['Wi-Fi?', 'There is fast Wi-Fi in all rooms of the house, and it costs nothing.'],
    ['Есть ли wi-fi?', 'Wi-Fi есть везде.'],
  ])('to «%s» is quoted in the language of the question', async (question, expected) => {
    expect((await ask(question)).quotes[0]?.text).toBe(expected);
  });

  it.each(['скок стоит лофт', 'сколька стоит лофт?', 'Сколько у вас будет стоить лофт?'])(
    'to «%s» is the price',
    async (question) => {
      expect((await ask(question)).quotes[0]?.text).toBe('Аренда лофта стоит 18 000 рублей в час.');
    },
  );

  it.each(['Где вы находитесь?', 'а вы где?', 'где находитесь'])(
    'to «%s» is the answer of the stored pair',
    async (question) => {
      const { quotes } = await ask(question);
      expect(quotes.map(({ text }) => text)).toEqual(['Малая Почтовая улица, 12, третий этаж. Приходите в будни.']);
    },
  );

  it.each([
    'Кто президент Франции?',
    'Есть ли у вас фейерверк?',
    'Сколько стоит вертолёт до Сочи?',
    'Do you sell airplanes?',
    'Сколько стоит?',
    'How much is it?',
    'До скольки открыто?',
    'Здравствуйте!',
    'спасибо',
    '?',
    '',
  ])('is honestly refused to «%s»', async (question) => {
    const { answered, quotes, confidence } = await ask(question);
    expect({ answered, quotes }).toEqual({ answered: false, quotes: [] });
    expect(confidence).toBeLessThan(0.5);
  });

  it('is refused by an empty knowledge base', async () => {
    expect(await createSearchIndex().answer('Сколько стоит лофт?')).toEqual({
      answered: false,
      confidence: 0,
      quotes: [],
    });
  });

  it('slices its passage exactly, whatever the texts and the question', async () => {
    const word = fc.constantFrom(
      'Лофт',
      'аренда',
      'стоит',
      '500 ₽',
      'г.',
      'Он',
      '🦄',
      'Москва!',
      'ул.',
      '\n\n',
      '-',
      'и',
      'т.д.',
      '  ',
      '«да»?',
    );
    const text = fc.array(word, { minLength: 1, maxLength: 40 }).map((words) => words.join(' '));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 6 }), text, async (stored, question) => {
        const index = createSearchIndex();
        const put = stored.map(
          (value, at): IndexedPassage => ({
            id: `p${at}`,
            sourceId: 's',
            position: at,
            title: 'Лофт',
            text: value,
            language: 'ru',
            question: at % 2 ? 'Сколько стоит аренда?' : undefined,
          }),
        );
        await index.put(put);
        const { answered, quotes } = await index.answer(question);
        expect(quotes.length > 0).toBe(answered);
        for (const { passageId, text: quoted, start, end } of quotes) {
          expect(put.find(({ id }) => id === passageId)?.text.slice(start, end)).toBe(quoted);
          expect(quoted.trim()).not.toBe('');
        }
      }),
    );
  });

  it('takes a sentence without a sum for no answer to what something costs', async () => {
    const index = createSearchIndex();
    const passageOf = (id: string, text: string): IndexedPassage => ({
      id,
      sourceId: id,
      position: 0,
      title: 'О нас',
      text,
      language: 'ru',
    });
    await index.put([
      passageOf('about', 'Проводим свадьбы и корпоративы в Москве с 2014 года. Берём события от 20 до 800 гостей.'),
      passageOf('host', 'Ведущий на вечер — от 45 000.'),
    ]);
    expect(await index.answer('Сколько стоит свадьба?')).toMatchObject({ answered: false });
    expect(await index.answer('Сколько стоит свадьба на 60 гостей?')).toMatchObject({ answered: false });
    expect(await index.answer('Вы проводите свадьбы?')).toMatchObject({ answered: true });
    expect(await index.answer('Сколько стоит ведущий?')).toMatchObject({ answered: true });
  });
});
