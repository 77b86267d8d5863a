import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Run, Step } from '../../entities/run.ts';
import { diffRuns } from './diff-runs.ts';

type Told = Pick<Step, 'kind' | 'name'> & Partial<Step>;

const runOf = (told: readonly Told[]): Run => ({
  id: 'run:m1',
  conversationId: 'c',
  messageId: 'm1',
  state: 'done',
  outcome: 'replied',
  steps: told.map((step, index) => ({
    agent: 'rag',
    state: 'done',
    input: {},
    startedAt: 1000 * index,
    endedAt: 1000 * index + 500,
    ...step,
    index,
  })),
  createdAt: 0,
  updatedAt: 0,
});

const route: Told = {
  kind: 'route',
  name: 'rules',
  agent: 'supervisor',
  output: { agents: [{ name: 'rag', after: [] }], mode: 'agent', language: 'ru' },
};
const said = (text: string, more: Partial<Step> = {}): Told => ({
  kind: 'model',
  name: 'gpt',
  output: { text, toolCalls: [] },
  tokens: { input: 100, output: 10 },
  costMicros: 5,
  ...more,
});
const called = (query: string, callId = 'call_0'): Told => ({
  kind: 'tool',
  name: 'search_knowledge',
  input: { callId, arguments: JSON.stringify({ query }) },
  output: { results: [], extracted: { quotes: [] } },
});
const replied: Told = {
  kind: 'reply',
  name: 'reply',
  agent: 'supervisor',
  input: { answerer: 'rag' },
  output: { messageId: 'r' },
};

test('tells a step that changed from one that the other run has not, and the reply by words', () => {
  const left = runOf([route, called('зал'), said('Зал стоит 100 рублей.'), replied]);
  const right = runOf([route, called('зал', 'call_9'), called('терраса'), said('Зал стоит сто рублей.'), replied]);
  const { steps, reply, totals, isSame } = diffRuns(left, right);
  expect(steps.map(({ agent, kind, left: a, right: b }) => [agent, kind, (a ?? b)?.kind])).toEqual([
    ['supervisor', 'same', 'route'],
    ['supervisor', 'same', 'reply'],
    ['rag', 'same', 'tool'],
    ['rag', 'right', 'tool'],
    ['rag', 'changed', 'model'],
  ]);
  expect(reply.left.filter(({ differs }) => differs).map(({ text }) => text.trim())).toEqual(['100']);
  expect(reply.right.filter(({ differs }) => differs).map(({ text }) => text.trim())).toEqual(['сто']);
  expect(totals.left).toEqual({ steps: 4, tokens: { input: 100, output: 10 }, costMicros: 5, modelMs: 500 });
  expect(isSame).toBe(false);
});

test('ids, times, costs, the order of keys and what was called off are no difference', () => {
  const left = runOf([route, said('начало', { state: 'dropped' }), called('зал'), said('Ответ'), replied]);
  const other: Told = { ...called('зал', 'call_7'), input: { callId: 'call_7', arguments: '{ "query" : "зал" }' } };
  const right = runOf([route, other, said('Ответ', { costMicros: 9, name: 'another' }), replied]);
  expect(diffRuns(left, { ...right, id: 'replay:m1', updatedAt: 9 }).isSame).toBe(true);
});

test('every step that counts is told once, in its order, and a run does not differ from itself', () => {
  const told = fc.array(
    fc.oneof(
      fc.constantFrom('а', 'б').map((text) => said(text)),
      fc.constantFrom('зал', 'терраса').map((query) => called(query)),
      fc.constantFrom('intake', 'rag').map((agent): Told => ({ ...called('дата'), agent })),
    ),
    { maxLength: 7 },
  );
  fc.assert(
    fc.property(told, told, (a, b) => {
      const [left, right] = [runOf(a), runOf(b)];
      const { steps } = diffRuns(left, right);
      for (const agent of ['rag', 'intake']) {
        const own = steps.filter((pair) => pair.agent === agent);
        expect(own.flatMap((pair) => pair.left ?? [])).toEqual(left.steps.filter((step) => step.agent === agent));
        expect(own.flatMap((pair) => pair.right ?? [])).toEqual(right.steps.filter((step) => step.agent === agent));
      }
      expect(diffRuns(left, left).isSame).toBe(true);
      const mirrored = diffRuns(right, left).steps.filter(({ kind }) => kind === 'same').length;
      expect(mirrored).toBe(steps.filter(({ kind }) => kind === 'same').length);
    }),
  );
});
