import { createTeamRuns } from '@inbetwin/shared/agents/runs/team-runs.ts';
import type { Session } from '@inbetwin/shared/contracts/accounts.ts';
import type { AgentTestResult } from '@inbetwin/shared/contracts/agents.ts';
import { routes } from '@inbetwin/shared/contracts/http.ts';
import type { RunSummary } from '@inbetwin/shared/contracts/runs.ts';
import { runIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { openConversation } from '@inbetwin/shared/conversations/open-conversation.ts';
import { receiveMessage } from '@inbetwin/shared/conversations/receive.ts';
import type { Run, Step } from '@inbetwin/shared/entities/run.ts';
import { createNoModelProvider } from '@inbetwin/shared/models/no-model/no-model.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, readProblem, startApi } from '../testing/start-api.ts';

let api: Api;
let owner: Session;
let documents: TeamDocuments;
let chats = 0;

beforeAll(async () => {
  api = await startApi();
  owner = await api.register('owner');
  ({ documents } = await api.services.team(owner.team.id));
  const text = { title: 'Цены', text: 'Предоплата составляет 30 % от суммы заказа.', mediaType: 'text/plain' };
  await api.send('POST', '/api/v1/rag/sources', { token: owner.accessToken, body: text });
});
afterAll(() => api.close());

const never = new AbortController().signal;

/** A customer who wrote, in a chat of their own. */
const write = async (text: string) => {
  chats += 1;
  const place = { channel: 'telegram', account: '42', chatId: String(chats), messageId: '1' };
  const sender = { externalId: `u${chats}`, name: 'Анна' };
  const { message } = await receiveMessage(documents, { ...place, sender, text, sentAt: api.clock() }, api.clock());
  await openConversation(documents, message);
  return message;
};

const answer = async (text: string): Promise<Run> => {
  const { search } = await api.services.team(owner.team.id);
  const runs = createTeamRuns({ documents, search, model: createNoModelProvider(), clock: api.clock });
  return runs.run(await write(text), { signal: never });
};

const cancel = (runId: string, token = owner.accessToken) =>
  api.send('POST', `/api/v1/runs/${encodeURIComponent(runId)}/cancel`, { token });

test('a run at work is told to stop, by whom, and its conversation is theirs', async () => {
  const message = await write('Какая предоплата?');
  const times = { createdAt: message.createdAt, updatedAt: message.createdAt };
  const about = { conversationId: message.conversationId, messageId: message.id };
  const id = runIdOf(message.id);
  await documents.runs.put({ id, ...about, state: 'running', steps: [], ...times });

  for (const _twice of [1, 2]) {
    const response = await cancel(id);
    expect(response.status).toBe(200);
    // The time stays: who advances the run tells by it that nobody else does.
    const run = routes.cancelRun.response.parse(await response.json());
    expect(run).toMatchObject({ cancelledBy: owner.user.id, updatedAt: message.createdAt });
  }
  const conversation = await documents.conversations.get(message.conversationId);
  expect(conversation).toMatchObject({ mode: 'human', assigneeId: owner.user.id });
  expect(conversation?.edits?.['/mode']?.by).toBe(owner.user.id);
});

test('a run that waits for a person ends at once, and nothing is left to decide', async () => {
  const id = 'agent:intake';
  await documents.settings.put({
    id,
    updatedAt: api.clock(),
    value: { kind: 'agent', name: 'intake' },
    agent: { approvals: ['save_user_info'] },
  });
  const run = await answer('Меня зовут Анна, мой телефон +7 912 345-67-89');
  expect(run.state).toBe('waiting');
  const response = await cancel(run.id);
  expect(await response.json()).toMatchObject({ state: 'done', outcome: 'cancelled', cancelledBy: owner.user.id });
  const open = await documents.work.find({
    index: ['kind', 'state', 'dueAt'],
    equals: ['approval', 'open'],
    limit: 10,
  });
  expect(open.items).toEqual([]);
  await documents.settings.put({ id, updatedAt: api.clock(), value: { kind: 'agent', name: 'intake' }, agent: {} });
});

test('a run that has ended stays as it is, and the conversation with whom it was', async () => {
  const run = await answer('Какая предоплата?');
  expect(await (await cancel(run.id)).json()).toEqual(run);
  expect(await documents.conversations.get(run.conversationId)).toMatchObject({ mode: 'agent' });
  expect((await readProblem(await cancel('run:gone'))).code).toBe('resource.not_found');
});

test('who may not answer customers may not stop runs either', async () => {
  const run = await answer('Какая предоплата?');
  const viewer = await cancel(run.id, await api.tokenAs('viewer', owner));
  expect((await readProblem(viewer)).code).toBe('auth.forbidden');
  expect((await cancel(run.id, await api.tokenAs('rep', owner))).status).toBe(200);
});

const HOUR = 3_600_000;

/** A team of its own with one run an hour, every fourth of them failed, over three conversations; the first is the latest. */
const seedRuns = async (name: string, count: number, size = 10) => {
  const session = await api.register(name);
  const { documents: own } = await api.services.team(session.team.id);
  const stepAt = (at: number): Step => ({
    index: 0,
    agent: 'rag',
    kind: 'model',
    name: 'model',
    state: 'done',
    input: 'x'.repeat(size),
    tokens: { input: 100, output: 10 },
    costMicros: 5,
    startedAt: at,
    endedAt: at + 1,
  });
  const runs = Array.from({ length: count }, (_, at): Run => {
    const time = 1_000 * HOUR - at * HOUR;
    const about = { conversationId: `c:${at % 3}`, messageId: `m:${at}` };
    const state = at % 4 === 3 ? ('failed' as const) : ('done' as const);
    return { id: `run:${at}`, ...about, state, steps: [stepAt(time)], createdAt: time, updatedAt: time };
  });
  await own.runs.insertMany(runs);
  return { session, runs };
};

const listRuns = async (query: string, token: string) => {
  const response = await api.send('GET', `/api/v1/runs${query}`, { token });
  expect(response.status).toBe(200);
  return routes.listRuns.response.parse(await response.json());
};

const readAll = async (query: string, token: string) => {
  const pages: RunSummary[][] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await listRuns(
      `?${query}${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      token,
    );
    pages.push(page.items);
    cursor = page.next;
    if (cursor === undefined) return pages;
  }
};

test.each([
  ['', () => true],
  ['state=failed&', ({ state }: Run) => state === 'failed'],
  ['state=waiting&', () => false],
  ['conversationId=c:1&', ({ conversationId }: Run) => conversationId === 'c:1'],
] as const)('runs of «%s» are listed page by page, the latest first, without their steps', async (filter, fits) => {
  const { session, runs } = await seedRuns(`list-${filter.length}`, 30);
  const pages = await readAll(`${filter}limit=7`, session.accessToken);
  const expected = runs.filter(fits);
  expect(pages.flat().map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
  expect(pages.slice(0, -1).every(({ length }) => length === 7)).toBe(true);
  for (const summary of pages.flat()) {
    expect(summary).not.toHaveProperty('steps');
    expect(summary).toMatchObject({ stepCount: 1, tokens: { input: 100, output: 10 }, costMicros: 5 });
    expect(summary.startedAt).toBe(summary.createdAt);
  }
});

test('a page of large runs is shorter, so that the server never reads more than fits an answer', async () => {
  const { session, runs } = await seedRuns('large', 12, 400_000);
  const pages = await readAll('limit=200', session.accessToken);
  expect(pages.flat().map(({ id }) => id)).toEqual(runs.map(({ id }) => id));
  expect(pages.length).toBeGreaterThanOrEqual(4);
});

test('one run is read with its steps by everybody of the team, and a run that is not there is not found', async () => {
  const { session, runs } = await seedRuns('single', 1);
  const token = await api.tokenAs('viewer', session);
  expect(await (await api.send('GET', '/api/v1/runs/run%3A0', { token })).json()).toEqual(runs[0]);
  expect((await listRuns('', token)).items).toHaveLength(1);
  expect((await readProblem(await api.send('GET', '/api/v1/runs/gone', { token }))).code).toBe('resource.not_found');
});

test('a list that cannot be asked for is refused by name', async () => {
  const token = owner.accessToken;
  for (const [query, path] of [
    ['state=lost', 'query.state'],
    ['state=done&conversationId=c:1', 'query.state'],
    ['limit=201', 'query.limit'],
    ['limit=0', 'query.limit'],
  ] as const) {
    const problem = await readProblem(await api.send('GET', `/api/v1/runs?${query}`, { token }));
    expect(problem).toMatchObject({ status: 422, code: 'request.invalid' });
    expect(problem.errors?.map((error) => error.path)).toEqual([path]);
  }
  const cursor = await readProblem(await api.send('GET', '/api/v1/runs?cursor=made-up', { token }));
  expect(cursor.code).toBe('request.invalid');
});

const tryOut = (name: string, body: unknown, token = owner.accessToken) =>
  api.send('POST', `/api/v1/agents/${name}/test`, { token, body });

const everything = async () =>
  Promise.all(
    Object.values(documents).map(async ({ stored }) => (await stored.changes({ limit: 1000 })).changes.length),
  );

test('a draft of an agent is tried on a message and on a past run, and nothing of it is kept', async () => {
  const run = await answer('Предоплата');
  const before = await everything();
  const typed = await tryOut('rag', { config: { prompt: { ru: 'Кратко.' } }, message: 'Предоплата' });
  expect(typed.status).toBe(200);
  const first: AgentTestResult = routes.testAgent.response.parse(await typed.json());
  expect(first.run).toMatchObject({ state: 'done', outcome: 'replied' });
  expect(first.reply?.answer).toContain('30 %');
  expect(first.reply?.citations.map(({ title }) => title)).toEqual(['Цены']);

  const again = routes.testAgent.response.parse(await (await tryOut('rag', { config: {}, runId: run.id })).json());
  expect(again.reply).toEqual(first.reply);
  const without = await tryOut('rag', { config: { enabled: false }, runId: run.id });
  const withoutAnswer = routes.testAgent.response.parse(await without.json());
  expect(withoutAnswer.run.outcome).toBe('handed-over');
  expect(withoutAnswer.reply?.citations).toEqual([]);
  expect(await everything()).toEqual(before);
});

test('a test is of an agent and a run that are there, on one of both, and for administrators', async () => {
  const message = { config: {}, message: 'Предоплата' };
  expect((await readProblem(await tryOut('nobody', message))).code).toBe('resource.not_found');
  expect((await readProblem(await tryOut('rag', { config: {}, runId: 'gone' }))).code).toBe('resource.not_found');
  for (const body of [{ config: {} }, { ...message, runId: 'run:1' }, { ...message, config: { steps: 1 } }]) {
    expect((await tryOut('rag', body)).status).toBe(422);
  }
  const rep = await tryOut('rag', message, await api.tokenAs('rep', owner));
  expect((await readProblem(rep)).code).toBe('auth.forbidden');
});
