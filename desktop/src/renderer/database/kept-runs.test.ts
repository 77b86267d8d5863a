import 'fake-indexeddb/auto';
import type { Run } from '@inbetwin/shared/entities/run.ts';
import { sampleRun } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createKeptRuns } from './kept-runs.ts';

const nameOf = () => `inbetwin-${crypto.randomUUID()}`;
const runOf = (id: string, size = 10): Run => ({
  ...sampleRun(id),
  state: 'done',
  steps: [
    {
      index: 0,
      agent: 'rag',
      kind: 'model',
      name: 'model',
      state: 'done',
      input: 'x'.repeat(size),
      tokens: { input: 7, output: 2 },
      startedAt: 1,
    },
  ],
});

test('the runs that were opened last are kept, whole and as a list, and the one opened again comes first', async () => {
  const kept = createKeptRuns(nameOf(), { runs: 3, length: 100_000 });
  expect(await kept.list()).toEqual([]);
  for (const id of ['run:1', 'run:2', 'run:1', 'run:3', 'run:4']) await kept.keep(runOf(id));
  expect((await kept.list()).map(({ id }) => id)).toEqual(['run:4', 'run:3', 'run:1']);
  expect((await kept.list())[0]).toMatchObject({ stepCount: 1, tokens: { input: 7, output: 2 } });
  expect(await kept.read('run:1')).toEqual(runOf('run:1'));
  expect(await kept.read('run:2')).toBeUndefined();
  await kept.forget('run:1');
  expect(await kept.read('run:1')).toBeUndefined();
  expect((await kept.list()).map(({ id }) => id)).toEqual(['run:4', 'run:3']);
});

test('however large the runs are, what is kept stays within its limits, and the list names exactly what is kept', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 3_000 })), { maxLength: 12 }),
      async (opened) => {
        const limits = { runs: 4, length: 4_000 };
        const kept = createKeptRuns(nameOf(), limits);
        for (const [at, size] of opened) await kept.keep(runOf(`run:${at}`, size));
        const listed = (await kept.list()).map(({ id }) => id);
        const read = await Promise.all(Array.from({ length: 7 }, (_, at) => kept.read(`run:${at}`)));
        const stored = read.flatMap((run) => run ?? []);
        expect(stored.map(({ id }) => id).toSorted()).toEqual(listed.toSorted());
        expect(listed.length).toBeLessThanOrEqual(limits.runs);
        expect(stored.reduce((sum, run) => sum + JSON.stringify(run).length, 0)).toBeLessThanOrEqual(limits.length);
        const last = opened.at(-1);
        if (last && JSON.stringify(runOf('run:0', last[1])).length <= limits.length) {
          expect(listed[0]).toBe(`run:${last[0]}`);
        }
      },
    ),
    { numRuns: 40, seed: 7 },
  );
});
