import type { DocumentCollection } from '@inbetwin/shared/ports/document-store.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byRank, pageLatest, pageThrough, readOn, type StoreBench } from './suite-steps.ts';

/** Property test: after any sequence of writes the collection agrees with a plain map. */
export const describeModel = ({ traits, newCollection }: StoreBench): void => {
  describe('whatever is written', () => {
    it('is what a map would hold, in every view of it', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.array(stepArbitrary, { maxLength: 6 }), { maxLength: 6 }), async (batches) => {
          const collection = newCollection();
          const model = new Map<string, Model>();
          const checkpoints: { readonly since: string; readonly model: ReadonlyMap<string, Model> }[] = [];
          for (const steps of batches) {
            checkpoints.push({ since: await collection.sequence(), model: new Map(model) });
            await applyBatch(collection, model, steps);
          }
          await expectModel(collection, model);
          await expectFeed(collection, model, { model: new Map() });
          for (const checkpoint of checkpoints) await expectFeed(collection, model, checkpoint);
        }),
        { numRuns: traits.runs },
      );
    });
  });
};

type Model = { rev: string; deleted: boolean; rank: number };

const stepArbitrary = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  names: fc.constantFrom('nothing', 'the newest', 'a stale one'),
  deleted: fc.boolean(),
  rank: fc.integer({ min: 0, max: 3 }),
});
type Step = typeof stepArbitrary extends fc.Arbitrary<infer T> ? T : never;

const applyBatch = async (collection: DocumentCollection, model: Map<string, Model>, steps: readonly Step[]) => {
  const known = new Map(model);
  const rows = steps.map(({ id, names, deleted, rank }) => {
    const named =
      names === 'the newest' ? known.get(id)?.rev : names === 'a stale one' ? '9-0123456789abcdef' : undefined;
    const body = deleted ? { id } : { id, rank };
    return { id, deleted, body, ...(named !== undefined && { rev: named }) };
  });
  const results = await collection.write(rows);
  expect(results.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
  for (const [at, row] of rows.entries()) {
    const current = model.get(row.id);
    const result = results[at];
    // A store need not look for a revision of what never existed.
    const isFree = !current && row.rev !== undefined;
    const fits = row.rev === undefined ? !current || current.deleted : row.rev === current?.rev;
    if (!isFree) expect({ at, rows, ok: result?.ok }).toEqual({ at, rows, ok: fits });
    if (result?.ok) model.set(row.id, { rev: result.rev, deleted: row.deleted, rank: steps[at]?.rank ?? 0 });
  }
};

const expectModel = async (collection: DocumentCollection, model: ReadonlyMap<string, Model>) => {
  const stored = await collection.getMany([...model.keys()]);
  expect(stored.map(({ id, rev, deleted }) => [id, rev, deleted])).toEqual(
    [...model].map(([id, { rev, deleted }]) => [id, rev, deleted]),
  );
  const living = [...model].filter(([, { deleted }]) => !deleted);
  const sorted = living.sort(([a, x], [b, y]) => x.rank - y.rank || (a < b ? -1 : 1)).map(([id]) => id);
  expect(await collection.count()).toBe(living.length);
  expect(await pageThrough(collection, { ...byRank, limit: 2 })).toEqual(sorted);
  expect([...(await pageLatest(collection, 2))].sort()).toEqual([...sorted].sort());
  expect(await pageThrough(collection, { ...byRank, descending: true })).toEqual(sorted.toReversed());
};

/** Reading on from any checkpoint yields the newest state of every later change, each document once. */
const expectFeed = async (
  collection: DocumentCollection,
  model: ReadonlyMap<string, Model>,
  { since, model: before }: { readonly since?: string; readonly model: ReadonlyMap<string, Model> },
) => {
  const changes = await readOn(collection, since);
  expect(new Set(changes.map(({ id }) => id)).size).toBe(changes.length);
  for (const { id, rev, deleted } of changes) {
    expect({ rev, deleted }).toEqual({ rev: model.get(id)?.rev, deleted: model.get(id)?.deleted });
  }
  const changed = [...model].filter(([id, { rev }]) => before.get(id)?.rev !== rev).map(([id]) => id);
  expect(changes.map(({ id }) => id)).toEqual(expect.arrayContaining(changed));
};
