import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createSearchIndex,
  type OwnSearchIndex,
  restoreSearchIndex,
  type SearchIndexOptions,
  type SearchSnapshot,
} from './create-search-index.ts';
import type { IndexedPassage } from './search-index.ts';
import { lessonPassages } from './testing/lesson-passages.ts';
import { applyChanges, askAll, leftBy, passageChange, queryArbitrary } from './testing/passage-changes.ts';

const restore = (snapshot: SearchSnapshot, options: SearchIndexOptions): OwnSearchIndex => {
  const index = restoreSearchIndex(structuredClone(snapshot), options);
  if (!index) throw new Error('The snapshot was refused.');
  return index;
};

const build = async (passages: readonly IndexedPassage[], options: SearchIndexOptions): Promise<OwnSearchIndex> => {
  const index = createSearchIndex(options);
  await index.put(passages);
  return index;
};

/** What is said by each index once it has learned, which it then forgets. */
const askEach = async (query: string, indexes: readonly OwnSearchIndex[]): Promise<unknown[]> => {
  await Promise.all(indexes.map((index) => index.embedded()));
  const said: unknown[] = [];
  for (const index of indexes) said.push(await askAll(index, query));
  for (const index of indexes) index.close();
  return said;
};

const manyChanges = fc.array(passageChange, { maxLength: 25 });

describe.each([
  { embedder: 'none', base: [], numRuns: 60 },
  { embedder: 'builtin', base: lessonPassages, numRuns: 12 },
] as const)('an index with the embedder $embedder', ({ embedder, base, numRuns }) => {
  const options = { embedder };

  it('is, after any changes, as one that is built anew in any order', async () => {
    await fc.assert(
      fc.asyncProperty(manyChanges, queryArbitrary, fc.nat(), async (changes, query, seed) => {
        const changed = await build(base, options);
        await changed.embedded();
        await applyChanges(changed, changes);
        await changed.search(query, 10);
        const left = leftBy(base, changes);
        const at = left.length === 0 ? 0 : seed % left.length;
        const [one, ...others] = await askEach(query, [
          changed,
          await build(left, options),
          await build([...left.slice(at), ...left.slice(0, at)].toReversed(), options),
        ]);
        for (const other of others) expect(other).toEqual(one);
      }),
      { numRuns },
    );
  });

  it('is the same once it was saved and restored, and goes on changing the same way', async () => {
    await fc.assert(
      fc.asyncProperty(manyChanges, manyChanges, queryArbitrary, async (before, after, query) => {
        const saved = await build(base, options);
        await applyChanges(saved, before);
        const snapshot = saved.save();
        const restored = restore(snapshot, options);
        const changed = restore(snapshot, options);
        await applyChanges(changed, after);
        const anew = await build(leftBy(leftBy(base, before), after), options);
        const [one, again, changedSaid, anewSaid] = await askEach(query, [saved, restored, changed, anew]);
        expect(again).toEqual(one);
        expect(changedSaid).toEqual(anewSaid);
      }),
      { numRuns },
    );
  });
});

const none = { embedder: 'none' } as const;

it('a snapshot stays as it was, whatever happens to the index later', async () => {
  await fc.assert(
    fc.asyncProperty(manyChanges, manyChanges, queryArbitrary, async (before, after, query) => {
      const index = await build([], none);
      await applyChanges(index, before);
      const said = await askAll(index, query);
      const snapshot = index.save();
      await applyChanges(index, after);
      expect(await askAll(restore(snapshot, none), query)).toEqual(said);
    }),
    { numRuns: 40 },
  );
});

it('a snapshot of another version is refused', async () => {
  const { passages, terms } = (await build(lessonPassages, none)).save();
  expect(restoreSearchIndex({ passages, terms: { ...terms, version: terms.version + 1 } })).toBeUndefined();
});

it('has another state once it has learned from its passages, since a query may find others then', async () => {
  const index = createSearchIndex({ embedder: 'builtin' });
  await index.put(lessonPassages);
  const before = index.state();
  await index.embedded();
  const after = index.state();
  expect(after).not.toBe(before);
  await index.search('доставка', 5);
  expect(index.state()).toBe(after);
  index.close();
});
