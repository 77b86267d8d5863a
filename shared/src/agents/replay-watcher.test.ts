import { expect, test } from 'vitest';
import type { Step } from '../entities/run.ts';
import type { ModelProvider, ModelReply, ModelRequest } from '../models/model.ts';
import type { Agents } from './agent.ts';
import { defaultLimits } from './budget/limits.ts';
import { agents } from './registry.ts';
import type { ReplayWatcher } from './replay/replay-run.ts';
import { createTeam } from './runs/run.suite.ts';
import { createTeamRuns } from './runs/team-runs.ts';

const typed = { text: 'Какая предоплата?', language: 'ru' } as const;
const spent = { tokens: { input: 90, output: 10 }, costMicros: 0 };
const said = (text: string): ModelReply => ({ text, toolCalls: [], model: 'm', ...spent });
const isAnswering = ({ messages }: ModelRequest): boolean => messages.at(-1)?.role === 'tool';
const searching: ModelReply = {
  ...said(''),
  toolCalls: [{ id: '', name: 'search_knowledge', arguments: '{"query":"предоплата"}' }],
};

const runsWith = (complete: ModelProvider['complete'], limits = defaultLimits) =>
  createTeamRuns({ ...createTeam().dependencies, model: { name: 'm', complete }, limits });

const never = new AbortController().signal;

/** What a watcher was told, in its order. */
const watch = () => {
  const told: string[] = [];
  const steps: Step[] = [];
  const watcher: ReplayWatcher = {
    onStep: (step) => {
      steps[step.index] = step;
      told.push(`${step.agent} ${step.kind} ${step.state}`);
    },
    onText: (agent, delta) => told.push(`${agent}: ${delta}`),
    onRestart: (agent) => told.push(`${agent} again`),
  };
  return { told, steps, watcher };
};

test('a replay tells each step when it begins and when it is settled, and in between what is written, by agent', async () => {
  const { told, steps, watcher } = watch();
  const runs = runsWith(async (request) => {
    const { agent, onText, onRestart } = request;
    if (agent === 'rag' && !isAnswering(request)) return searching;
    onText?.('Сейчас');
    onRestart?.();
    onText?.('Пред');
    await Promise.resolve();
    onText?.('оплата');
    return said('Предоплата 30 % [1]');
  });
  const run = await runs.replay(typed, agents, { signal: never, watcher });
  expect(steps).toEqual(run.steps);
  const written = told.filter((line) => line.startsWith('rag')).slice(-6);
  expect(written).toEqual([
    'rag model intended',
    'rag: Сейчас',
    'rag again',
    'rag: Пред',
    'rag: оплата',
    'rag model done',
  ]);
  expect(told.filter((line) => /^(intake|scoring): /.test(line))).not.toEqual([]);
});

test('a call that took too long is not listened to any more', async () => {
  const { told, watcher } = watch();
  const impatient: Agents = { rag: { ...agents.rag, limits: { ...agents.rag.limits, modelTimeMs: 20 } } };
  let late: ModelRequest | undefined;
  const runs = runsWith((request) => {
    late = request;
    request.onText?.('Пред');
    return new Promise(() => undefined);
  });
  await runs.replay(typed, impatient, { signal: never, watcher });
  late?.onText?.('оплата');
  late?.onRestart?.();
  expect(told).toContain('rag: Пред');
  expect(told).not.toContain('rag: оплата');
  expect(told).not.toContain('rag again');
});

test('a replay that is stopped ends at once, and what it has cost counts as the day of the team', async () => {
  let stopped: AbortSignal | undefined;
  const stopping = new AbortController();
  const one = { rag: agents.rag };
  const limits = { ...defaultLimits, teamDay: { ...defaultLimits.teamDay, tokens: 150 } };
  const runs = runsWith((request) => {
    if (!isAnswering(request)) return Promise.resolve(searching);
    if (stopped) return Promise.resolve(said('Предоплата 30 % [1]'));
    stopped = request.signal;
    stopping.abort();
    return new Promise(() => undefined);
  }, limits);
  const replayed = runs.replay(typed, one, { signal: stopping.signal });
  await expect(replayed).rejects.toMatchObject({ code: 'server.stopping' });
  expect(stopped?.aborted).toBe(true);
  const { steps } = await runs.replay(typed, one, { signal: never });
  expect(steps).toContainEqual(expect.objectContaining({ kind: 'event', input: { limit: 'team.tokens' } }));
});
