import { afterEach, describe, expect, it, vi } from 'vitest';
import { createEngineRoom } from './engine-room.ts';
import { nodeRooms } from './node-rooms.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const task of cleanUps.splice(0)) await task();
});
const stage = { progress: vi.fn(), cleanUp: (task: () => unknown) => cleanUps.push(task) };

describe.each(['inbetwin', 'orama', 'minisearch', 'flexsearch'] as const)('%s', (engine) => {
  it('is filled, asked and restored, each timed', async () => {
    const run = createEngineRoom();
    const [built] = await run({ do: 'fill', engine, mode: 'full-text', passages: 300 });
    expect(built).toBeGreaterThan(0);
    const times = await run({ do: 'ask', queries: 30 });
    expect(times).toHaveLength(30);
    expect(Math.min(...times)).toBeGreaterThan(0);
    expect(await run({ do: 'restore' })).toHaveLength(1);
  });
});

it.each(['inbetwin', 'orama'] as const)('%s searches words and vectors at once', async (engine) => {
  const run = createEngineRoom();
  await run({ do: 'fill', engine, mode: 'hybrid', passages: 100 });
  expect(await run({ do: 'ask', queries: 5 })).toHaveLength(5);
});

it('has an engine in a process of its own, tells its heap and passes failures on', async () => {
  const room = await nodeRooms(stage)();
  await expect(room.run({ do: 'ask', queries: 1 })).rejects.toThrow('empty');
  const before = await room.heap();
  await room.run({ do: 'fill', engine: 'minisearch', mode: 'full-text', passages: 2000 });
  expect(await room.heap()).toBeGreaterThan(before + 1_000_000);
  await room.close();
});
