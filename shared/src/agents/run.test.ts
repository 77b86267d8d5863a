import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Run, Step } from '../entities/run.ts';
import { tools } from '../tools/registry.ts';
import { agents } from './registry.ts';
import { type Action, nextStep } from './run.ts';

const started: Run = {
  id: 'run:m1',
  conversationId: 'c',
  messageId: 'm1',
  state: 'running',
  steps: [],
  createdAt: 0,
  updatedAt: 0,
};

/** What the world answers to one action: a model's text or calls, a tool that works or not. */
const world = fc.record({
  text: fc.constantFrom('', ' ', 'Ответ'),
  calls: fc.array(
    fc.record({
      name: fc.constantFrom(...Object.keys(tools), 'send_money'),
      arguments: fc.constantFrom('{}', '{"query":"a"}', '{"query":"b"}', 'nonsense'),
    }),
    { maxLength: 4 },
  ),
  fails: fc.boolean(),
  silenced: fc.boolean(),
});
type World = typeof world extends fc.Arbitrary<infer W> ? W : never;
const mode: fc.Arbitrary<readonly string[]> = fc.constantFrom(
  ['rag', 'intake', 'scoring'],
  ['intake', 'scoring'],
  ['rag', 'gone'],
);

const stepOf = (
  run: Run,
  action: Exclude<Action, { kind: 'resume' | 'finish' }>,
  { text, calls, fails, silenced }: World,
): Step => {
  const index = run.steps.length;
  const base = { index, name: action.kind, input: {}, startedAt: 0, state: 'done' as const, agent: 'supervisor' };
  const state = fails ? ('failed' as const) : ('done' as const);
  switch (action.kind) {
    case 'route':
      throw new Error('Routed twice');
    case 'ask': {
      const toolCalls = calls.map((call, at) => ({ ...call, id: `call_${index}_${at}` }));
      return { ...base, agent: action.agent, kind: 'model', state, ...(fails ? {} : { output: { text, toolCalls } }) };
    }
    case 'call': {
      const input = { callId: action.call.id, arguments: action.call.arguments };
      const failed = fails || action.refusal;
      const done = action.call.name === 'call_operator' ? { handedOver: !silenced } : {};
      const rest = { ...base, agent: action.agent, kind: 'tool' as const, name: action.call.name, input };
      return failed ? { ...rest, state: 'failed' } : { ...rest, output: done };
    }
    case 'hand-over':
      return { ...base, kind: 'handover', name: 'call_operator', state, output: { handedOver: !fails && !silenced } };
    case 'reply':
      return { ...base, kind: 'reply', output: silenced ? { silenced: true } : { messageId: 'r' } };
  }
};

const play = (route: readonly string[], answers: IterableIterator<World>): { run: Run; outcome: string } => {
  const output = { agents: [...route], language: 'ru' };
  const routed: Step = {
    index: 0,
    agent: 'supervisor',
    kind: 'route',
    name: 'rules',
    state: 'done',
    input: {},
    output,
    startedAt: 0,
  };
  let run: Run = { ...started, steps: [routed] };
  for (let turn = 0; turn < 100; turn++) {
    const action = nextStep(run, agents);
    if (action.kind === 'finish') return { run, outcome: action.outcome };
    if (action.kind === 'resume') throw new Error('Nothing was left intended');
    run = { ...run, steps: [...run.steps, stepOf(run, action, answers.next().value)] };
  }
  throw new Error('The run never ends');
};

test('a run is routed first', () => {
  expect(nextStep(started, agents)).toEqual({ kind: 'route' });
});

test('whatever models and tools do, a run ends within its limits, with one reply if anybody is to answer', () => {
  fc.assert(
    fc.property(mode, fc.infiniteStream(world), (route, answers) => {
      const { run, outcome } = play(route, answers);
      const replies = run.steps.filter(({ kind }) => kind === 'reply');
      expect(replies).toHaveLength(route.includes('rag') ? 1 : 0);
      expect(run.steps.length).toBeLessThanOrEqual(43);
      for (const agent of Object.values(agents)) {
        const steps = run.steps.filter((step) => step.agent === agent.name);
        expect(steps.length).toBeLessThanOrEqual(agent.limits.steps + ('closing' in agent ? 1 : 0));
        expectAllowed(agent.tools, steps);
      }
      if (replies.length === 0) expect(outcome).not.toBe('replied');
    }),
  );
});

const expectAllowed = (allowed: readonly string[], steps: readonly Step[]) => {
  const performed = steps.filter(({ kind, state }) => kind === 'tool' && state === 'done');
  for (const { name } of performed) expect(allowed).toContain(name);
  const calls = performed
    .filter(({ input }) => JSON.stringify(input).includes('call_'))
    .map(({ name, input }) => `${name} ${JSON.stringify((input as { arguments: string }).arguments)}`);
  expect(new Set(calls).size).toBe(calls.length);
};

test('from every recorded prefix the run goes on in the same way, an intended step first', () => {
  fc.assert(
    fc.property(mode, fc.array(world, { minLength: 60, maxLength: 60 }), (route, answers) => {
      const { run } = play(route, answers.values());
      for (let at = 1; at < run.steps.length; at++) {
        const before = { ...run, steps: run.steps.slice(0, at) };
        expect(nextStep(before, agents)).toEqual(nextStep(structuredClone(before), agents));
        const [step] = run.steps.slice(at);
        if (!step) continue;
        const intended: Step = { ...step, state: 'intended' };
        const cut = { ...run, steps: [...before.steps, intended] };
        expect(nextStep(cut, agents)).toEqual({ kind: 'resume', step: intended });
      }
    }),
    { numRuns: 30 },
  );
});
