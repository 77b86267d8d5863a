import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSearchIndex, type OwnSearchIndex } from './create-search-index.ts';
import type { IndexedPassage, SearchFilter, SearchResult } from './search-index.ts';
import { indexedPassage } from './testing/indexed-passage.ts';
import { lessonPassages } from './testing/lesson-passages.ts';
import { letterEmbedder } from './testing/letter-embedder.ts';
import { passageArbitrary } from './testing/passage-changes.ts';

const some = <T>(...values: T[]) => fc.option(fc.subarray(values), { nil: undefined, freq: 2 });
const filterArbitrary: fc.Arbitrary<SearchFilter> = fc.record({
  sourceIds: some('s1', 's2', 'ru-tent-1', 'unknown'),
  languages: some('ru' as const, 'en' as const),
  products: some('loft', 'tent'),
  validAt: fc.option(fc.integer({ min: -1, max: 9 }), { nil: undefined }),
});

/** What the contract says, word for word. */
const fits = (passage: IndexedPassage, { sourceIds, languages, products, validAt }: SearchFilter): boolean =>
  (sourceIds === undefined || sourceIds.includes(passage.sourceId)) &&
  (languages === undefined || languages.includes(passage.language)) &&
  (products === undefined || products.some((product) => product === passage.product)) &&
  (validAt === undefined ||
    ((passage.validFrom === undefined || passage.validFrom <= validAt) &&
      (passage.validUntil === undefined || passage.validUntil >= validAt)));

const idsIn = (results: readonly SearchResult[]): string[] =>
  results.flatMap(({ passageId, joined, duplicates }) => [
    passageId,
    ...joined.map((part) => part.passageId),
    ...duplicates,
  ]);

const passages = fc.uniqueArray(passageArbitrary, { selector: ({ id }) => id, maxLength: 6 });
const query = fc.constantFrom('аренда лофта', 'навес', 'loft price', 'сколько гостей 100', 'шатр');

const embedders = [
  { name: 'none', embedder: 'none' },
  { name: 'builtin', embedder: 'builtin' },
  { name: 'of letters', embedder: letterEmbedder(async () => undefined) },
] as const;

describe.each(embedders)('a filter, with the embedder $name', ({ embedder }) => {
  it('lets through nothing that does not fit, and leaves out nothing that does', async () => {
    await fc.assert(
      fc.asyncProperty(
        passages,
        fc.array(filterArbitrary, { minLength: 5, maxLength: 5 }),
        query,
        async (drawn, filters, text) => {
          const all = [...lessonPassages, ...drawn];
          const index: OwnSearchIndex = createSearchIndex({ embedder });
          await index.put(all);
          await index.embedded();
          const unfiltered = new Set(idsIn(await index.search(text, 100)));
          for (const filter of filters) {
            const allowed = new Set(all.filter((passage) => fits(passage, filter)).map(({ id }) => id));
            const found = new Set(idsIn(await index.search(text, 100, { filter })));
            expect([...found].filter((id) => !allowed.has(id))).toEqual([]);
            // With vectors a query without a word of the allowed passages finds nothing, not the nearest.
            const byWords = found.size > 0 || embedder === 'none';
            expect([...unfiltered].filter((id) => byWords && allowed.has(id) && !found.has(id))).toEqual([]);
            const { quotes } = await index.answer(text, { filter });
            expect(quotes.filter(({ passageId }) => !allowed.has(passageId))).toEqual([]);
          }
          index.close();
        },
      ),
      { numRuns: embedder === 'none' ? 40 : 15 },
    );
  });
});

describe('dates', () => {
  it.each([
    [9, ['always', 'until']],
    [10, ['always', 'from', 'until', 'within']],
    [15, ['always', 'from', 'until', 'within']],
    [20, ['always', 'from', 'until', 'within']],
    [21, ['always', 'from']],
  ])('hold at %i for the passages whose bounds include it', async (validAt, expected) => {
    const index = createSearchIndex({ embedder: 'none' });
    const price = (id: string, extra: Partial<IndexedPassage>) =>
      indexedPassage(id, 'Цена шатра', { sourceId: id, title: id, ...extra });
    await index.put([
      price('always', {}),
      price('from', { validFrom: 10 }),
      price('until', { validUntil: 20 }),
      price('within', { validFrom: 10, validUntil: 20 }),
    ]);
    const found = await index.search('цена', 10, { filter: { validAt } });
    expect(
      idsIn(found)
        .toSorted()
        .filter((id, at, all) => id !== all[at - 1]),
    ).toEqual(expected);
  });
});

it.each([{ sourceIds: [] }, { languages: [] }, { products: [] }, { sourceIds: ['s1'], products: [] }])(
  'an empty list lets nothing through: %j',
  async (filter) => {
    const index = createSearchIndex({ embedder: 'none' });
    await index.put([indexedPassage('a', 'Цена шатра', { sourceId: 's1', product: 'tent' })]);
    expect(await index.search('цена', 10, { filter })).toEqual([]);
    expect((await index.answer('цена шатра', { filter })).answered).toBe(false);
  },
);
