import fc from 'fast-check';
import type { IndexedPassage, SearchIndex } from '../search-index.ts';
import { indexedPassage } from './indexed-passage.ts';

// Words of one root, typing variants, stop words, numbers, companion words of the lessons, and text without any words.
const words =
  'аренда аренду арендовать лофта лофт шатёр шатер навес каркас гость гостей не и the price prices loft canopy 100 12 мая iPhone15 🦄'.split(
    ' ',
  );
const text = fc.array(fc.constantFrom(...words), { maxLength: 8 }).map((list) => list.join(' '));

const passage = fc
  .record({
    id: fc.constantFrom('p0', 'p1', 'p2', 'p3', 'p4', 'p5'),
    sourceId: fc.constantFrom('s1', 's2'),
    position: fc.integer({ min: 0, max: 3 }),
    title: text,
    text,
    question: fc.option(text, { nil: undefined, freq: 3 }),
    language: fc.constantFrom('ru' as const, 'en' as const),
    product: fc.option(fc.constantFrom('loft', 'tent'), { nil: undefined }),
    validFrom: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
    validUntil: fc.option(fc.integer({ min: 4, max: 8 }), { nil: undefined }),
  })
  .map(({ id, text: body, ...extra }) => indexedPassage(id, body, extra));

export const passageArbitrary: fc.Arbitrary<IndexedPassage> = passage;

/** A passage that is put, or one that is removed. */
export type PassageChange = { readonly put: IndexedPassage } | { readonly remove: string };

export const passageChange: fc.Arbitrary<PassageChange> = fc.oneof(
  { weight: 3, arbitrary: passage.map((put) => ({ put })) },
  { weight: 1, arbitrary: passage.map(({ id }) => ({ remove: id })) },
);

export const applyChanges = async (index: SearchIndex, changes: readonly PassageChange[]): Promise<void> => {
  for (const change of changes) {
    if ('put' in change) await index.put([change.put]);
    else await index.remove([change.remove]);
  }
};

/** Returns the passages that remain after the changes, in the order in which each was last put. */
export const leftBy = (before: readonly IndexedPassage[], changes: readonly PassageChange[]): IndexedPassage[] => {
  const left = new Map(before.map((one) => [one.id, one]));
  for (const change of changes) {
    left.delete('put' in change ? change.put.id : change.remove);
    if ('put' in change) left.set(change.put.id, change.put);
  }
  return [...left.values()];
};

const asked = ['арендв лофт', 'loftt', 'kjan', 'навес', 'сколько стоит аренда', 'ifon'];

/** Returns everything that an index answers to some queries. */
export const askAll = async (index: SearchIndex, query: string): Promise<unknown> => {
  const said: unknown[] = [await index.count()];
  for (const question of [query, ...asked]) {
    said.push(await index.search(question, 10, { explain: true }));
    said.push(await index.search(question, 3, { filter: { sourceIds: ['s1'], validAt: 5 } }));
    said.push(await index.answer(question));
  }
  return said;
};

export const queryArbitrary: fc.Arbitrary<string> = text;
