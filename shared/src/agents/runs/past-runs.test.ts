import { expect, test } from 'vitest';
import { conversationIdOf } from '../../conversations/ids.ts';
import type { Run, Step } from '../../entities/run.ts';
import { openTeamDocuments } from '../../ports/team-documents.ts';
import { createMemoryStore } from '../../testing/memory-store.ts';
import { pastRuns } from './past-runs.ts';

const conversationId = conversationIdOf({ channel: 'telegram', account: '42', chatId: '7' });
const index = ['conversationId', 'updatedAt'];
const query = { index, equals: [conversationId], descending: true };

const stepOf = (changes: Partial<Step>): Step => ({
  index: 0,
  agent: 'rag',
  kind: 'tool',
  name: 'create_task',
  state: 'done',
  input: { callId: 'call_0_0', arguments: '{}' },
  output: { taskId: 'work:1' },
  startedAt: 100,
  endedAt: 200,
  ...changes,
});

const runOf = (name: string, steps: readonly Step[], updatedAt: number): Run => ({
  id: `run:${name}`,
  conversationId,
  messageId: name,
  state: 'done',
  outcome: 'replied',
  steps: steps.map((step, at) => ({ ...step, index: at })),
  createdAt: 100,
  updatedAt,
});

const storeRuns = async (runs: readonly Run[]) => {
  const documents = openTeamDocuments(createMemoryStore(), 'crew');
  await documents.runs.insertMany(runs);
  return documents.runs;
};

test('what was begun and had not ended was under way, what was not begun is not there', async () => {
  const runs = await storeRuns([
    runOf('a', [stepOf({}), stepOf({ startedAt: 140, endedAt: 260 }), stepOf({ startedAt: 180, endedAt: 260 })], 300),
    runOf('b', [stepOf({ startedAt: 151 })], 250),
  ]);
  const { items } = await pastRuns(runs, { ...query, limit: 5 }, 150);
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({ id: 'run:a', state: 'running', updatedAt: 140 });
  expect(items[0]).not.toHaveProperty('outcome');
  expect(items[0]?.steps.map(({ state, output }) => [state, output])).toEqual([
    ['intended', undefined],
    ['intended', undefined],
  ]);
  const later = await pastRuns(runs, { ...query, limit: 5 }, 270);
  expect(later.items.map(({ id }) => id)).toEqual(['run:a', 'run:b']);
  expect(later.items[0]?.steps.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
});

test('a run that went on since takes the place that it had, however many did', async () => {
  const quiet = Array.from({ length: 5 }, (_, at) => runOf(`q${at}`, [stepOf({})], 300 + at));
  const since = Array.from({ length: 120 }, (_, at) =>
    runOf(`s${at}`, [stepOf({}), stepOf({ startedAt: 1000, endedAt: 1000 })], 1000 + at),
  );
  const runs = await storeRuns([...quiet, ...since]);
  const { items } = await pastRuns(runs, { ...query, limit: 4 }, 500);
  expect(items.map(({ id }) => id)).toEqual(['run:q4', 'run:q3', 'run:q2', 'run:q1']);
});
