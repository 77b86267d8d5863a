import type { Run, Step } from '@inbetwin/shared/entities/run.ts';
import type { Change } from '@inbetwin/shared/ports/document-store.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTyping, type Typing } from './typing.ts';

const LASTS_MS = 5000;
const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };

let typing: Typing;
let shown: string[];
let lasts: () => Promise<number | undefined>;

beforeEach(() => {
  vi.useFakeTimers();
  shown = [];
  lasts = async () => LASTS_MS;
  typing = createTyping((conversationId) => {
    shown.push(conversationId);
    return lasts();
  }, log);
});
afterEach(() => {
  typing.stop();
  vi.useRealTimers();
});

const step = (changes: Partial<Step>): Step => ({
  index: 0,
  agent: 'rag',
  kind: 'model',
  name: 'model',
  state: 'intended',
  input: null,
  startedAt: 1,
  ...changes,
});

const changeOf = (run: Partial<Run> = {}, deleted = false): Change => {
  const body = {
    id: 'run:1',
    conversationId: 'a',
    messageId: 'a:1',
    state: 'running',
    steps: [],
    createdAt: 1,
    ...run,
  };
  return { id: body.id, collection: 'runs', rev: '1', sequence: '1', deleted, body: { ...body, updatedAt: 1 } };
};

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test('is shown after 700 ms, and again whenever it fades, until the run replies', async () => {
  typing.note(changeOf());
  await pass(699);
  expect(shown).toEqual([]);
  await pass(1);
  expect(shown).toEqual(['a']);
  typing.note(changeOf({ steps: [step({})] }));
  await pass(2 * LASTS_MS);
  expect(shown).toEqual(['a', 'a', 'a']);
  typing.note(changeOf({ steps: [step({ state: 'done' }), step({ kind: 'reply', name: 'reply' })] }));
  await pass(100_000);
  expect(shown).toHaveLength(3);
});

test.each<[string, Change]>([
  ['has ended', changeOf({ state: 'done' })],
  ['waits for a person', changeOf({ state: 'waiting' })],
  ['writes to somebody who asked nothing', changeOf({ followUpId: 'follow-up:1' })],
  ['has given its answer to a person to send', changeOf({ steps: [step({ kind: 'reply', name: 'suggestion' })] })],
  ['was interrupted by a person who answers', changeOf({ steps: [step({ kind: 'event', name: 'taken-over' })] })],
  ['was stopped by a person', changeOf({ steps: [step({ kind: 'event', name: 'cancelled' })] })],
  ['is deleted', changeOf({}, true)],
  ['does not fit its schema', { ...changeOf(), body: { conversationId: 5 } }],
])('is not shown any more for a run that %s', async (_what, change) => {
  typing.note(changeOf());
  typing.note(change);
  await pass(100_000);
  expect(shown).toEqual([]);
});

test.each([
  ['a notice that a person decides', step({ kind: 'reply', name: 'notice', state: 'done' })],
  ['a reply that was called off', step({ kind: 'reply', name: 'reply', state: 'dropped' })],
  ['another message of the customer', step({ kind: 'event', name: 'message', state: 'done' })],
])('goes on after %s', async (_what, last) => {
  typing.note(changeOf({ steps: [last] }));
  await pass(700);
  expect(shown).toEqual(['a']);
});

test('ends with a run that nothing is heard of any more, because its process is gone, and begins again with its next change', async () => {
  typing.note(changeOf());
  await pass(80_000);
  typing.note(changeOf());
  await pass(80_000);
  expect(shown).toHaveLength(32);
  await pass(100_000);
  const before = shown.length;
  await pass(100_000);
  expect(shown).toHaveLength(before);
  typing.note(changeOf());
  await pass(700);
  expect(shown).toHaveLength(before + 1);
});

test('is not repeated where it has no use, and is after a failure', async () => {
  lasts = async () => undefined;
  typing.note(changeOf());
  await pass(100_000);
  expect(shown).toHaveLength(1);
  lasts = () => Promise.reject(new Error('the platform is down'));
  typing.note(changeOf());
  await pass(700 + 2 * 5000);
  expect(shown).toHaveLength(4);
  typing.stop();
  await pass(100_000);
  expect(shown).toHaveLength(4);
});

test('runs of several conversations do not disturb one another', async () => {
  typing.note(changeOf());
  typing.note(changeOf({ id: 'run:2', conversationId: 'b' }));
  typing.note(changeOf({ state: 'done' }));
  await pass(700);
  expect(shown).toEqual(['b']);
});
