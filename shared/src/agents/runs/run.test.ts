import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Run, Step } from '../../entities/run.ts';
import { type ToolName, tools } from '../../tools/registry.ts';
import type { Agent } from '../agent.ts';
import { defaultLimits, nothingSpent, spentBy } from '../budget/limits.ts';
import { agents } from '../registry.ts';
import { nextStep } from './run.ts';
import type { Action, RunContext } from './run-action.ts';
import { SUPERVISOR, toolInputOf } from './run-steps.ts';

const RISKY: ToolName = 'update_lead';

const context: RunContext = {
  agents,
  needsApproval: (_agent, tool) => tool === RISKY,
  limits: { ...defaultLimits, run: { ...defaultLimits.run, steps: 16, tokens: 2_500 } },
  spent: { conversation: nothingSpent, team: nothingSpent },
  now: 1,
};

const started: Run = {
  id: 'run:m1',
  conversationId: 'c',
  messageId: 'm1',
  state: 'running',
  steps: [],
  createdAt: 0,
  updatedAt: 0,
};

/** What the world does next: answers an action, or something happens outside. */
const happening = fc.record({
  /** Which of the actions that may happen comes to its end first. */
  pick: fc.nat(20),
  text: fc.constantFrom('', ' ', 'Ответ'),
  calls: fc.array(
    fc.record({
      name: fc.constantFrom(...Object.keys(tools), 'send_money'),
      arguments: fc.constantFrom('{}', '{"query":"a"}', '{"query":"b"}', 'nonsense'),
    }),
    { maxLength: 4 },
  ),
  fails: fc.boolean(),
  handsOver: fc.boolean(),
  tokens: fc.constantFrom(0, 10, 1_000),
  decision: fc.constantFrom('approved', 'refused', 'later'),
  event: fc.option(fc.constantFrom('message', 'taken-over', 'cancelled'), { freq: 12 }),
});
type Happening = typeof happening extends fc.Arbitrary<infer H> ? H : never;

const routes = fc.constantFrom(
  { agents: ['rag', 'intake', 'scoring'], mode: 'agent' },
  { agents: [{ name: 'scoring', after: ['intake'] }, 'rag', 'intake'], mode: 'agent' },
  { agents: ['rag', 'intake'], mode: 'draft' },
  { agents: ['intake', 'scoring'], mode: 'human' },
  { agents: ['rag', 'gone'], mode: 'agent' },
  { agents: ['intake'], mode: 'agent' },
);
type RouteOutput = typeof routes extends fc.Arbitrary<infer R> ? R : never;

const common = (run: Run, agent: string) => ({ index: run.steps.length, agent, startedAt: 0, input: {} });

/** What the executor records when the action has come to its end. */
const stepOf = (run: Run, action: Action, h: Happening): Step => {
  const step = common(run, action.agent);
  const state = h.fails ? ('failed' as const) : ('done' as const);
  switch (action.kind) {
    case 'ask': {
      const toolCalls = h.calls.map((call, at) => ({ ...call, id: `call_${step.index}_${at}` }));
      const done = { output: { text: h.text, toolCalls }, tokens: { input: h.tokens, output: 0 } };
      return { ...step, kind: 'model', name: 'model', state, ...(h.fails ? {} : done) };
    }
    case 'call':
    case 'propose': {
      const { call } = action;
      const input = { callId: call.id, arguments: call.arguments };
      const tool = { ...step, kind: 'tool' as const, name: call.name, input };
      if (action.kind === 'propose') return { ...tool, state: 'waiting' };
      if (h.fails || action.refusal) return { ...tool, state: 'failed' };
      return { ...tool, state: 'done', output: call.name === 'call_operator' ? { handedOver: h.handsOver } : {} };
    }
    case 'hand-over':
      return {
        ...step,
        kind: 'handover',
        name: 'call_operator',
        state,
        output: { handedOver: !h.fails && h.handsOver },
      };
    case 'notice':
      return { ...step, kind: 'reply', name: 'notice', state: 'done', output: { messageId: 'n' } };
    case 'reply':
      return { ...step, kind: 'reply', name: 'reply', state: 'done', output: { messageId: 'r' } };
    case 'suggest':
      return { ...step, kind: 'reply', name: 'suggestion', state: 'done', output: { workId: 'w' } };
    case 'limit':
      return { ...step, kind: 'event', name: 'limit', state: 'done', input: { limit: action.limit } };
    default:
      throw new Error(`No new step comes of ${action.kind}`);
  }
};

const settle = (run: Run, step: Step): Run => ({
  ...run,
  steps: run.steps.map((other) => (other.index === step.index ? step : other)),
});
const add = (run: Run, step: Step): Run => ({ ...run, steps: [...run.steps, step] });

const apply = (run: Run, action: Action, h: Happening): Run => {
  if (action.kind === 'perform') return settle(run, { ...action.step, state: h.fails ? 'failed' : 'done', output: {} });
  if (action.kind === 'drop') return settle(run, { ...action.step, state: 'dropped' });
  return add(run, stepOf(run, action, h));
};

const outside = (run: Run, { event, decision }: Happening): Run => {
  const waiting = run.steps.find(({ state }) => state === 'waiting');
  const decided = waiting && decision !== 'later' ? settle(run, decide(waiting, decision)) : run;
  const isKnown = decided.steps.some(({ name }) => name === event);
  if (!event || (event !== 'message' && isKnown) || run.steps.length > 60) return decided;
  const input = event === 'message' ? { messageId: `m${run.steps.length}`, createdAt: run.steps.length } : {};
  return add(decided, { ...common(decided, SUPERVISOR), kind: 'event', name: event, state: 'done', input });
};

const decide = (step: Step, decision: 'approved' | 'refused'): Step =>
  decision === 'refused'
    ? { ...step, state: 'failed' }
    : { ...step, state: 'approved', input: { ...toolInputOf(step), approval: { by: 'u', at: 0, changed: false } } };

type Play = { readonly run: Run; readonly outcome: string; readonly stages: readonly Run[] };

const play = (route: RouteOutput, world: IterableIterator<Happening>): Play => {
  const output = z.json().parse({ ...route, language: 'ru' });
  let run = add(started, { ...common(started, SUPERVISOR), kind: 'route', name: 'rules', state: 'done', output });
  const stages: Run[] = [];
  for (let turn = 0; turn < 400; turn++) {
    stages.push(run);
    const h: Happening = world.next().value;
    const next = nextStep(run, context);
    if (next.kind === 'end') return { run, outcome: next.outcome, stages };
    if (next.kind === 'wait') {
      expect(next.steps.every(({ state }) => state === 'waiting')).toBe(true);
      run = outside(run, { ...h, decision: h.decision === 'later' ? 'refused' : h.decision });
      continue;
    }
    const action = next.actions[h.pick % next.actions.length];
    if (!action) throw new Error('There is nothing to do, and no end');
    run = outside(apply(run, action, h), h);
  }
  throw new Error('The run never ends');
};

const plays = (check: (play: Play, route: RouteOutput) => void): void => {
  fc.assert(
    fc.property(routes, fc.infiniteStream(happening), (route, world) => {
      check(play(route, world), route);
    }),
    { numRuns: 300 },
  );
};

test('a run is routed first', () => {
  expect(nextStep(started, context)).toEqual({
    kind: 'act',
    actions: [{ kind: 'route', agent: SUPERVISOR, rulesOnly: false }],
  });
  const spent = { ...context, spent: { ...context.spent, team: context.limits.teamDay } };
  expect(nextStep(started, spent)).toMatchObject({ actions: [{ kind: 'route', rulesOnly: true }] });
});

test('whatever happens, a run comes to its end, and what it says at the end it says once', () => {
  plays(({ run, outcome }, route) => {
    const said = run.steps.filter(({ kind, name }) => kind === 'reply' && name !== 'notice');
    const stopped = run.steps.some(({ name }) => name === 'cancelled' || name === 'taken-over');
    expect(said.length).toBeLessThanOrEqual(1);
    if (route.mode === 'human') expect(said).toEqual([]);
    if (route.mode === 'agent' && !stopped) expect(said.map(({ name }) => name)).toEqual(['reply']);
    if (route.mode === 'draft') expect(said.filter(({ name }) => name === 'reply')).toEqual([]);
    if (said.length === 0) expect(['handed-over', 'silent', 'cancelled']).toContain(outcome);
  });
});

test('what an agent answers takes in the last that the customer wrote', () => {
  plays(({ run }) => {
    const reply = run.steps.find(({ kind, name }) => kind === 'reply' && name !== 'notice');
    const lastWord = run.steps.findLast(({ name, index }) => name === 'message' && index < (reply?.index ?? 0));
    const handedOver = run.steps.some(({ output }) => JSON.stringify(output ?? {}).includes('"handedOver"'));
    if (!reply || !lastWord || handedOver || run.steps.some(({ name }) => name === 'limit')) return;
    const answer = run.steps.findLast(
      ({ agent, kind, state }) => agent === 'rag' && kind === 'model' && state === 'done',
    );
    expect(answer?.index ?? -1).toBeGreaterThan(lastWord.index);
  });
});

test('nothing that needs a consent happens without one, nothing at all after a limit or a cancellation, no call twice', () => {
  plays(({ run }) => {
    for (const step of run.steps) {
      if (step.kind !== 'tool' || step.state !== 'done') continue;
      if (step.name === RISKY) expect(toolInputOf(step).approval).toBeDefined();
    }
    const end = run.steps.find(({ kind, name }) => kind === 'event' && (name === 'limit' || name === 'cancelled'));
    const begun = run.steps.filter(
      ({ index, kind }) => index > (end?.index ?? 1e9) && (kind === 'model' || kind === 'tool'),
    );
    expect(begun).toEqual([]);
    for (const agent of Object.values(agents)) expectAllowed(agent, run.steps);
  });
});

test('no limit is passed: nothing that costs or has an effect is begun beyond one', () => {
  plays(({ run }) => {
    for (const step of run.steps) {
      if (step.kind !== 'model' && step.kind !== 'tool') continue;
      const before = run.steps.filter(({ index }) => index < step.index);
      const own = before.filter(({ kind, state }) => kind !== 'event' && state !== 'dropped');
      expect(own.length).toBeLessThan(context.limits.run.steps);
      expect(spentBy(before).tokens).toBeLessThan(context.limits.run.tokens);
    }
  });
});

const expectAllowed = (agent: Agent, steps: readonly Step[]): void => {
  const performed = steps.filter((step) => step.agent === agent.name && step.kind === 'tool' && step.state === 'done');
  for (const { name } of performed) expect(agent.tools).toContain(name);
  const calls = performed
    .filter((step) => toolInputOf(step).callId.startsWith('call_'))
    .map((step) => `${step.name} ${toolInputOf(step).arguments}`);
  expect(new Set(calls).size).toBe(calls.length);
};

test('the steps of one agent follow one another, and who waits for another begins when that one has ended', () => {
  plays(({ stages }) => {
    for (const run of stages) {
      const next = nextStep(run, context);
      if (next.kind !== 'act') continue;
      const names = next.actions.map(({ agent }) => agent).filter((name) => name !== SUPERVISOR);
      expect(new Set(names).size).toBe(names.length);
      const isOrdered = JSON.stringify(run.steps[0]).includes('"after":["intake"]');
      if (isOrdered && names.includes('scoring')) expect(names).not.toContain('intake');
    }
  });
});

test('from every recorded state the run goes on in the same way, what was begun first', () => {
  fc.assert(
    fc.property(routes, fc.infiniteStream(happening), fc.nat(), (route, world, at) => {
      const { stages } = play(route, world);
      const run = stages[at % stages.length];
      if (!run) return;
      expect(nextStep(structuredClone(run), context)).toEqual(nextStep(run, context));
      const last = run.steps.at(-1);
      if (!last || last.kind === 'event' || last.kind === 'route' || last.state === 'waiting') return;
      const intended: Step = { ...last, state: 'intended' };
      const next = nextStep(settle(run, intended), context);
      const actions = next.kind === 'act' ? next.actions : [];
      expect(actions).toContainEqual({ kind: 'resume', agent: last.agent, step: intended });
    }),
    { numRuns: 200 },
  );
});
