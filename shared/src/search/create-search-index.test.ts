import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSearchIndex } from './create-search-index.ts';
import type { IndexedPassage, SearchIndex } from './search-index.ts';
import { indexedPassage as passage } from './testing/indexed-passage.ts';

const indexOf = async (...passages: IndexedPassage[]): Promise<SearchIndex> => {
  const index = createSearchIndex({ embedder: 'none' });
  await index.put(passages);
  return index;
};

const found = async (index: SearchIndex, query: string): Promise<string[]> =>
  (await index.search(query, 10)).map(({ passageId }) => passageId);

const delivery = passage('delivery', 'Доставка по Москве занимает два дня и стоит 500 рублей.');
const payment = passage('payment', 'Оплатить заказ можно картой или наличными курьеру.');
const venues = passage('venues', 'The loft seats 120 guests. Rent it from 4 hours.', { language: 'en' });

describe('search', () => {
  it.each([
    ['доставку', 'delivery', 'another form of the word'],
    ['ДОСТАВКА', 'delivery', 'capitals'],
    ['ghbdtn ljcnfdrf', 'delivery', 'the wrong keyboard layout'],
    ['dostavka', 'delivery', 'Latin letters'],
    ['достввка', 'delivery', 'a typo'],
    ['дотсавка', 'delivery', 'letters swapped'],
    ['налич', 'payment', 'an unfinished word'],
    ['оплата', 'payment', 'a word of the same family'],
    ['seating', 'venues', 'an English form'],
    ['дщае', 'venues', 'English on the Russian layout'],
  ])('«%s» finds %s by %s', async (query, expected, _by) => {
    const index = await indexOf(delivery, payment, venues);
    expect((await found(index, query))[0]).toBe(expected);
  });

  it('treats ё and е, and 10 000 and 10000, as the same', async () => {
    const index = await indexOf(passage('tent', 'Шатёр вмещает гостей.'), passage('price', 'Депозит — 10 000 рублей.'));
    expect(await found(index, 'шатер')).toEqual(['tent']);
    expect(await found(index, '10000')).toEqual(['price']);
    expect(await found(index, '10,000')).toEqual(['price']);
  });

  it('ranks an exact word above one that is only like it, and never replaces a known word', async () => {
    const index = await indexOf(passage('a', 'Кофта тёплая.'), passage('b', 'Кафта длинная.'));
    expect(await found(index, 'кофта')).toEqual(['a']);
  });

  it('counts how often a word occurs and how long the passage is', async () => {
    const index = await indexOf(
      passage('once', 'Аренда зала и ещё много других слов о погоде, музыке, цветах, светильниках и столах.'),
      passage('twice', 'Аренда зала, аренда света и ещё других слов о погоде, музыке, цветах и столах.'),
      passage('short', 'Аренда зала.'),
    );
    expect(await found(index, 'аренда')).toEqual(['short', 'twice', 'once']);
  });

  it('finds a question-answer pair by its question before a text that only mentions the words', async () => {
    const index = await indexOf(
      passage('text', 'Наш офис работает, а вы можете заказать звонок там, где вам удобно.'),
      passage('pair', 'Малая Почтовая улица, 12.', { question: 'Где ваш офис?' }),
    );
    expect((await found(index, 'где офис'))[0]).toBe('pair');
  });

  it('replaces a passage that is put again, and forgets the words of a removed one', async () => {
    const index = await indexOf(delivery, payment);
    await index.put([passage('delivery', 'Самовывоз со склада.')]);
    await index.remove(['payment', 'unknown']);
    expect(await found(index, 'доставка')).toEqual([]);
    expect(await found(index, 'оплатить')).toEqual([]);
    expect(await found(index, 'самовывоз')).toEqual(['delivery']);
    expect(await index.count()).toBe(1);
  });

  it('gives at most as many results as asked for', async () => {
    const index = await indexOf(
      ...Array.from({ length: 30 }, (_, at) => passage(`p${at}`, `Текст о зале ${at}.`, { sourceId: `s${at}` })),
    );
    expect(await index.search('текст', 7)).toHaveLength(7);
    expect(await index.search('текст', 0)).toEqual([]);
  });
});

describe('changes while a query is under way', () => {
  const tent = passage('tent', 'Цена шатра.', { sourceId: 'tents' });
  const loft = passage('loft', 'Цена лофта.', { sourceId: 'lofts' });

  it.each(Array.from({ length: 12 }, (_, turns) => turns))(
    'after %i turns never show another passage in the place of the one that was found',
    async (turns) => {
      const index = await indexOf(tent);
      const filter = { sourceIds: ['tents'] };
      const searching = index.search('цена', 10, { filter });
      const answering = index.answer('цена шатра', { filter });
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      void index.remove(['tent']);
      void index.put([loft]);
      for (const { passageId } of await searching) expect(passageId).toBe('tent');
      for (const { passageId } of (await answering).quotes) expect(passageId).toBe('tent');
    },
  );
});

describe('results', () => {
  const hall = 'Банкетный зал вмещает 120 гостей, в нём есть сцена, гримёрная, гардероб и отдельный вход с парковки.';

  it('show a text once that several sources have, with the others as its duplicates', async () => {
    const index = await indexOf(
      passage('a', hall, { sourceId: 'price' }),
      passage('b', hall, { sourceId: 'site' }),
      passage('c', hall.replace('120', '150'), { sourceId: 'old' }),
    );
    const results = await index.search('банкетный зал', 10);
    expect(results.map(({ passageId, duplicates }) => [passageId, duplicates])).toEqual([
      ['a', ['b']],
      ['c', []],
    ]);
  });

  it('show neighbours in a source as one, in reading order, with the text of each', async () => {
    const index = await indexOf(
      passage('one', 'Зал открыт всем.', { position: 1 }),
      passage('two', 'Зал, банкетный и большой, ждёт.', { position: 2 }),
    );
    expect(await index.search('банкетный зал', 10)).toMatchObject([
      {
        passageId: 'two',
        text: 'Зал, банкетный и большой, ждёт.',
        joined: [
          { passageId: 'one', text: 'Зал открыт всем.' },
          { passageId: 'two', text: 'Зал, банкетный и большой, ждёт.' },
        ],
      },
    ]);
  });

  it('tell why they ranked: the words that were met and how, and the parts of the score', async () => {
    const index = await indexOf(delivery, payment, venues);
    const [result] = await index.search('достввка сколько стоит', 1, { explain: true });
    const { fullText, vector, fused } = result?.why ?? {};
    expect(fullText?.rank).toBe(1);
    expect(fullText?.terms).toMatchObject([
      { word: 'достввка', kind: 'fuzzy', weight: 0.9 },
      { word: 'стоит', kind: 'exact', weight: 1 },
    ]);
    const sum = fullText?.terms.reduce((total, { score }) => total + score, 0);
    expect(sum).toBeCloseTo(fullText?.score ?? 0, 12);
    // The best by words has 1, and what was added.
    expect(fused).toBeCloseTo(1 + (fullText?.nearness ?? 0) + (fullText?.askedKind ?? 0), 12);
    expect(fullText?.askedKind).toBeGreaterThan(0);
    expect(vector).toBeUndefined();
  });
});

const nasty = [
  '',
  ' ',
  '\0',
  '🦄🔥 👩‍👩‍👧‍👦',
  '\ud800 lone \udc00',
  'שלום עולם مرحبا بالعالم',
  '你好世界',
  '__proto__ constructor toString',
  '((((((((((',
  "'’'’",
  '1,2,3.4.5,,,6 000 000 000',
  'a'.repeat(1_000_000),
  'ы '.repeat(100_000),
  '. '.repeat(100_000),
  '\n'.repeat(100_000),
];

describe('no input', () => {
  it.each(nasty.map((text) => [JSON.stringify(text.slice(0, 20)), text] as const))('throws: %s', async (_, text) => {
    const index = await indexOf(delivery, passage('nasty', text, { title: text.slice(0, 300), question: text }));
    await index.search(text, 10);
    await index.answer(text);
    await index.remove(['nasty']);
    expect(await found(index, 'доставка')).toEqual(['delivery']);
  });

  it('of any Unicode throws', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.string({ unit: 'binary' }),
        async (text, query) => {
          const index = await indexOf(passage('p', text, { question: query }));
          await index.search(query, 5);
          await index.answer(query);
        },
      ),
      { numRuns: 40 },
    );
  });
});

it('answers a query over 5,000 passages well within a frame', async () => {
  const vocabulary = Array.from({ length: 5000 }, (_, at) => `слово${String.fromCharCode(1072 + (at % 32))}${at}`);
  let state = 7;
  const draw = (limit: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return Math.floor(limit * (state / 2_147_483_647) ** 3);
  };
  const sentence = (length: number): string =>
    Array.from({ length }, () => vocabulary[draw(vocabulary.length)]).join(' ');
  const index = await indexOf(...Array.from({ length: 5000 }, (_, at) => passage(`p${at}`, sentence(60))));
  const times: number[] = [];
  for (let run = 0; run < 20; run++) {
    const before = process.cpuUsage();
    await index.search(sentence(4), 10);
    times.push(process.cpuUsage(before).user / 1000);
  }
  // Processor time of the quickest: the others paid for collecting garbage, too.
  expect(Math.min(...times)).toBeLessThan(50);
});
