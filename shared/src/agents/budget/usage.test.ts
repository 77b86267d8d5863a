import { expect, test, vi } from 'vitest';
import { Failure } from '../../contracts/errors.ts';
import type { Run, Step } from '../../entities/run.ts';
import type { FindQuery } from '../../ports/document-store.ts';
import { openTeamDocuments } from '../../ports/team-documents.ts';
import { createMemoryStore } from '../../testing/memory-store.ts';
import { createUsage } from './usage.ts';

const DAY = 86_400_000;
const today = Date.UTC(2026, 0, 15);
const now = today + 9 * 3_600_000;
const asking = { id: 'run:asking', conversationId: 'c1' };

const step = (index: number, startedAt: number, tokens: number): Step => ({
  index,
  agent: 'rag',
  kind: 'model',
  name: 'm',
  state: 'done',
  input: {},
  tokens: { input: tokens, output: 0 },
  costMicros: tokens * 2,
  startedAt,
});

const runOf = (id: string, changes: Partial<Run> = {}): Run => ({
  id,
  conversationId: 'c1',
  messageId: 'm',
  state: 'done',
  steps: [step(0, now - 1000, 10)],
  createdAt: now - 1000,
  updatedAt: now - 1000,
  ...changes,
});

/** `before` happens before each reading of the store. */
const open = async (runs: readonly Run[], before: (query: FindQuery) => void | Promise<void> = () => undefined) => {
  const documents = openTeamDocuments(createMemoryStore(), 'crew');
  await documents.runs.insertMany(runs);
  const { find: read } = documents.runs.stored;
  const find = vi.spyOn(documents.runs.stored, 'find').mockImplementation(async (query) => {
    await before(query);
    return read(query);
  });
  return { documents, usage: createUsage(documents), find };
};
const spent = (runs: number, tokens: number) => ({ runs, tokens, costMicros: tokens * 2 });

test('of the day counts what was spent since midnight, by all runs but the one that asks', async () => {
  const { usage } = await open([
    runOf('run:1'),
    runOf('run:2', { conversationId: 'c2' }),
    runOf('run:night', { steps: [step(0, today - 1, 500), step(1, today, 7)] }),
    runOf('run:yesterday', { updatedAt: today - 1 }),
    runOf(asking.id),
  ]);
  expect(await usage.spentBeside(asking, now)).toEqual({ conversation: spent(2, 17), team: spent(3, 27) });
});

test('what is noted counts at once and in place of what was known, and a new day begins with nothing', async () => {
  const { usage } = await open([runOf('run:1')]);
  await usage.spentBeside(asking, now);
  usage.note(runOf('run:1', { steps: [step(0, now, 10), step(1, now, 30)] }));
  usage.note(runOf('run:3'));
  expect((await usage.spentBeside(asking, now + 1)).team).toEqual(spent(2, 50));
  expect((await usage.spentBeside(asking, now + DAY)).team).toEqual(spent(0, 0));
});

test('what other processes record is heard of, and nothing is read twice in between', async () => {
  const { usage, documents, find } = await open([runOf('run:1')]);
  await usage.spentBeside(asking, now);
  const reads = find.mock.calls.length;
  await documents.runs.put(runOf('run:2', { updatedAt: now }));
  expect((await usage.spentBeside(asking, now + 1000)).team.runs).toBe(1);
  expect(find.mock.calls.length).toBe(reads);
  expect((await usage.spentBeside(asking, now + 31_000)).team).toEqual(spent(2, 20));
});

test('on a busy day nobody waits for all of it: their own conversation counts in whole, the team as far as it is read', async () => {
  const runs = Array.from({ length: 200 }, (_, n) =>
    runOf(`run:${n}`, { conversationId: n === 0 ? 'c1' : 'c2', updatedAt: now - 1000 + n }),
  );
  const held = Promise.withResolvers<void>();
  const { usage } = await open(runs, ({ cursor }) => (cursor === undefined ? undefined : held.promise));
  expect(await usage.spentBeside(asking, now)).toEqual({ conversation: spent(1, 10), team: spent(51, 510) });
  held.resolve();
  await vi.waitFor(async () => expect((await usage.spentBeside(asking, now)).team).toEqual(spent(200, 2000)));
});

test('while a day is read others have their turn', async () => {
  const runs = Array.from({ length: 300 }, (_, n) => runOf(`run:${n}`));
  const { usage } = await open(runs, () => {
    for (const until = performance.now() + 15; performance.now() < until; );
  });
  let turns = 0;
  const others = setInterval(() => turns++, 0);
  await usage.spentBeside(asking, now);
  clearInterval(others);
  expect(turns).toBeGreaterThanOrEqual(3);
});

test('a reading that failed is told of, and the next one begins again', async () => {
  const { usage, find } = await open([runOf('run:1')]);
  const away = new Failure('store.unavailable', 'The store is away.', 'Wait.');
  find.mockRejectedValueOnce(away);
  await expect(usage.spentBeside(asking, now)).rejects.toBe(away);
  expect((await usage.spentBeside(asking, now)).team).toEqual(spent(1, 10));
});

test('a run that another version recorded in its own way keeps no customer waiting', async () => {
  const { documents, usage } = await open([runOf('run:1')]);
  const body = { id: 'run:odd', conversationId: 'c1', updatedAt: now, steps: 'none' };
  await documents.runs.stored.write([{ id: 'run:odd', body }]);
  expect((await usage.spentBeside(asking, now)).team).toEqual(spent(1, 10));
});
