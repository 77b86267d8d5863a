import { expect, test } from 'vitest';
import { runArea } from './run-area.ts';

const run = async (area: Parameters<typeof runArea>[0], limitMs?: number) => {
  const found: string[] = [];
  const said: string[] = [];
  const { measurements } = runArea(area, (sentence) => said.push(sentence), limitMs);
  try {
    for await (const { name } of measurements) found.push(name);
    return { found, said };
  } catch (error) {
    return { found, said, failure: error instanceof Error ? error.message : error };
  }
};

const one = { name: 'one', unit: 'ms', value: 1 };

test('an area is cleaned up in reverse order once it has ended, and one failure stops no other', async () => {
  const { found, said } = await run(async function* ({ cleanUp, progress }) {
    cleanUp(() => progress('folder'));
    cleanUp(() => Promise.reject(new Error('stuck')));
    cleanUp(() => progress('server'));
    yield one;
    progress('measured');
  });
  expect(found).toEqual(['one']);
  expect(said).toEqual(['measured', 'server', 'Cleaning up failed: stuck', 'folder']);
});

test('an area that fails is cleaned up and its failure told', async () => {
  const { said, failure } = await run(async function* ({ cleanUp, progress }) {
    cleanUp(() => progress('cleaned'));
    yield one;
    throw new Error('no reply');
  });
  expect([said, failure]).toEqual([['cleaned'], 'no reply']);
});

test('an area that hangs is ended by its limit, and what it starts afterwards does not stay', async () => {
  const late = Promise.withResolvers<void>();
  const cleaned = Promise.withResolvers<void>();
  const { said, failure } = await run(async function* ({ cleanUp, progress }) {
    cleanUp(() => progress('cleaned'));
    await late.promise;
    cleanUp(() => cleaned.resolve());
    yield one;
  }, 20);
  expect([said, failure]).toEqual([['cleaned'], 'It took longer than 0.02 s.']);
  late.resolve();
  await cleaned.promise;
});
