import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Session } from '@inbetwin/shared/contracts/accounts.ts';
import { type AgentTestProgress, agentTestProgressSchema } from '@inbetwin/shared/contracts/agents.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { errorLineSchema, LINES_MEDIA_TYPE } from '@inbetwin/shared/contracts/route.ts';
import type { Run, Step } from '@inbetwin/shared/entities/run.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { TeamServices } from '../../teams/team-services.ts';
import { queueProgress } from '../routes/agents.ts';
import { type Api, readProblem, startApi } from '../testing/start-api.ts';

let api: Api;
let owner: Session;
/** What the team's test is. */
let testAgent: TeamServices['testAgent'];

beforeAll(async () => {
  api = await startApi();
  owner = await api.register('owner');
  const team = await api.services.team(owner.team.id);
  vi.spyOn(api.services, 'team').mockImplementation(async () => ({ ...team, testAgent }));
});
afterAll(() => api.close());

const run: Run = {
  id: 'replay:test',
  conversationId: 'test',
  messageId: 'test',
  state: 'done',
  outcome: 'silent',
  steps: [],
  createdAt: 0,
  updatedAt: 0,
};

const ask = (): Promise<Response> =>
  api.send('POST', '/api/v1/agents/rag/test', {
    token: owner.accessToken,
    body: { config: {}, message: 'Цена?' },
    headers: { accept: LINES_MEDIA_TYPE },
  });

const parseLines = (text: string): readonly unknown[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));

test('a failure in the middle is the last line, with the same problem as elsewhere; one before is an answer of its own', async () => {
  testAgent = async (_test, { watcher }) => {
    watcher?.onText?.('rag', 'Стоит');
    throw new Failure('run.limit', 'The test took longer than 90 s.', 'Try again.');
  };
  const broken = await ask();
  const [first, last, ...rest] = parseLines(await broken.text());
  expect(first).toEqual({ type: 'text', agent: 'rag', delta: 'Стоит' });
  expect(errorLineSchema.parse(last).problem).toMatchObject({
    code: 'run.limit',
    status: 409,
    requestId: broken.headers.get('x-request-id'),
  });
  expect(rest).toEqual([]);

  testAgent = () => Promise.reject(new Error('secret words'));
  const refused = await ask();
  expect(refused.status).toBe(500);
  expect(JSON.stringify(await readProblem(refused))).not.toContain('secret words');
});

test('who reads slowly is told everything, in fewer lines', async () => {
  const written = Array.from({ length: 40_000 }, (_, at) => `${at} `.padStart(100, '.'));
  testAgent = async (_test, { watcher }) => {
    for (const [at, delta] of written.entries()) {
      watcher?.onText?.('rag', delta);
      if (at % 10_000 === 0) await nextTurn();
    }
    return run;
  };
  const response = await ask();
  const lines = parseLines(await response.text());
  const texts = lines.slice(0, -1).map((line) => agentTestProgressSchema.parse(line));
  const read = texts.map((line) => (line.type === 'text' ? line.delta : '')).join('');
  expect(read === written.join('')).toBe(true);
  expect(texts.length).toBeLessThan(written.length / 10);
  expect(lines.at(-1)).toEqual({ type: 'end', result: { run } });
});

test('what is void does not wait', () => {
  const textOf = (agent: string) => ({ type: 'text', agent, delta: 'Да' }) as const;
  const again = { type: 'restart', agent: 'rag' } as const;
  expect(queueProgress([textOf('rag'), textOf('scoring')], again)).toEqual([textOf('scoring'), again]);
});

const agents = fc.constantFrom('rag', 'scoring');
const progress: fc.Arbitrary<AgentTestProgress> = fc.oneof(
  fc.record({ type: fc.constant('text' as const), agent: agents, delta: fc.string({ minLength: 1, maxLength: 3 }) }),
  fc.record({ type: fc.constant('restart' as const), agent: agents }),
  fc
    .record({ type: fc.constant('step' as const), agent: agents, index: fc.nat({ max: 3 }) })
    .map(({ agent, index }) => ({
      type: 'step' as const,
      step: { index, agent, kind: 'model', name: 'm', state: 'done', input: {}, startedAt: 0 } satisfies Step,
    })),
);

/** What somebody has read in the end: by agent, what was written between their steps. */
const readOf = (told: readonly AgentTestProgress[]) => {
  const written = new Map<string, string[]>();
  for (const line of told) {
    const agent = line.type === 'step' ? line.step.agent : line.agent;
    const texts = written.get(agent) ?? [''];
    written.set(agent, texts);
    if (line.type === 'step') texts.push('');
    else texts[texts.length - 1] = line.type === 'restart' ? '' : texts.at(-1) + line.delta;
  }
  return [...written].toSorted();
};

test('whenever it is taken, what waited is read as if nothing had', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(progress, fc.boolean())), (story) => {
      const taken: AgentTestProgress[] = [];
      let waiting: readonly AgentTestProgress[] = [];
      for (const [told, isTaken] of story) {
        waiting = queueProgress(waiting, told);
        if (isTaken) taken.push(...waiting);
        if (isTaken) waiting = [];
      }
      const told = story.map(([line]) => line);
      expect(readOf([...taken, ...waiting])).toEqual(readOf(told));
      expect(taken.length + waiting.length).toBeLessThanOrEqual(told.length);
    }),
  );
});
