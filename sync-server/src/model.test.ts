import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { readConfig } from './config.ts';
import { startServer } from './server.ts';
import { type ApiClient, signInByLink } from './testing/api-client.ts';
import { createChatVisitor } from './testing/chat-visitor.ts';
import type { ChatRequest } from './testing/fake-chat.ts';
import { type ChatTurn, type FakeOpenAi, startFakeOpenAi } from './testing/fake-openai.ts';

const API_KEY = 'sk-secret-of-the-operator';
const waiting = { interval: 30 };
/** A model that answers is waited for, however busy the machine is. */
const PATIENT_MS = 60_000;
const question = 'Сколько стоит аренда лофта в час? Меня зовут Анна.';

const makeFolder = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'inbetwin-model-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const startModel = async (): Promise<FakeOpenAi> => {
  const model = await startFakeOpenAi({ apiKey: API_KEY });
  onTestFinished(() => model.stop());
  return model;
};

type Options = {
  readonly folder?: string;
  readonly modelTimeoutMs?: number;
  readonly environment?: Readonly<Record<string, string>>;
};

/** The whole server in this process, with a model behind a real socket. */
const start = async (model: FakeOpenAi | undefined, options: Options = {}) => {
  const { folder = makeFolder(), modelTimeoutMs = 1500, environment } = options;
  const lines: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  const config = readConfig({
    ...{ PORT: '0', INBETWIN_DATA: folder, LOG_LEVEL: 'silent', AGENT_QUIET_MS: '0' },
    ...(model && { OPENAI_BASE_URL: model.baseUrl, OPENAI_API_KEY: API_KEY, OPENAI_MODEL: 'test-model' }),
    ...environment,
  });
  const server = await startServer(config, log, { modelTimeoutMs });
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= server.stop();
    return stopping;
  };
  onTestFinished(stop);
  const { api, accessToken } = await signInByLink(await server.createSignInLink());
  return { url: server.url, api, accessToken, stop, log: () => lines.join('') };
};

const hasTool = ({ tools = [] }: ChatRequest, name: string): boolean =>
  tools.some((tool) => tool.function.name === name);

const searchOutputSchema = z.object({ results: z.array(z.object({ title: z.string(), text: z.string() })).min(1) });

/** A good model: it searches, quotes the first result, keeps the card, and scores. */
const goodModel = (request: ChatRequest): ChatTurn => {
  const last = request.messages.at(-1);
  if (hasTool(request, 'save_user_info')) {
    if (last?.role === 'tool') return { kind: 'answer', text: 'Готово.' };
    return { kind: 'answer', toolCalls: [{ name: 'save_user_info', arguments: { name: 'Анна Каренина' } }] };
  }
  if (hasTool(request, 'update_lead')) return { kind: 'answer', text: 'Нового нет.' };
  if (last?.role !== 'tool') {
    return { kind: 'answer', toolCalls: [{ name: 'search_knowledge', arguments: { query: 'аренда лофта в час' } }] };
  }
  const { results } = searchOutputSchema.parse(JSON.parse(last.content));
  return { kind: 'answer', text: `Коротко: ${results[0]?.text} [1]` };
};

const firstAnswer = async (url: string) => {
  const visitor = createChatVisitor(url);
  expect((await visitor.write(question)).status).toBe(201);
  await vi.waitFor(async () => expect(await visitor.answers()).not.toEqual([]), waiting);
  const [answer] = await visitor.answers();
  return { visitor, text: answer?.text, sources: answer?.sources };
};

const leadOfChat = async (api: ApiClient) => {
  const { items } = await api('listLeads', { query: { limit: '200' } });
  return items.find(({ conversationId }) => conversationId?.startsWith('web-chat:'));
};

/** Whatever the model does, the customer's lead is there with what the customer said, once. */
const expectKnownCustomer = async (api: ApiClient, name: string) => {
  await vi.waitFor(async () => {
    const { contactId = '' } = (await leadOfChat(api)) ?? {};
    expect((await api('getContact', { params: { id: contactId } })).name).toBe(name);
  }, waiting);
};

test('a question goes to the model, which searches, answers with its source, and keeps the card', async () => {
  const model = await startModel();
  model.always(goodModel);
  const server = await start(model, { modelTimeoutMs: PATIENT_MS });
  const { text, sources, visitor } = await firstAnswer(server.url);
  expect(text).toMatch(/^Коротко: /);
  expect(text).not.toContain('[1]');
  expect(sources).toHaveLength(1);
  expect(text).toContain(sources?.[0]?.quote);
  await expectKnownCustomer(server.api, 'Анна Каренина');
  expect(await visitor.answers()).toHaveLength(1);
  expect(new Set(model.requests.map((request) => request.model))).toEqual(new Set(['test-model']));
  expect(server.log()).not.toContain(API_KEY);
});

const badDays: readonly (readonly [title: string, turn: ChatTurn, options: Options])[] = [
  ['answers with status 500', { kind: 'status', status: 500 }, {}],
  ['has used up its quota', { kind: 'status', status: 429, retryAfter: '3600' }, {}],
  ['refuses the key', { kind: 'status', status: 401 }, {}],
  ['does not know the model', { kind: 'status', status: 404 }, {}],
  ['does not answer in time', { kind: 'silence' }, { modelTimeoutMs: 300 }],
  ['answers HTML', { kind: 'body', body: '<h1>Bad gateway</h1>', type: 'text/html' }, {}],
  ['answers JSON of another kind', { kind: 'body', body: '{"choices":[{"message":{"content":7}}]}' }, {}],
  ['answers nothing', { kind: 'answer', text: ' ' }, {}],
  ['answers with markers alone', { kind: 'answer', text: '[1] [2]' }, {}],
  ['breaks off in the middle', { kind: 'cut' }, {}],
  ['hangs up', { kind: 'reset' }, { modelTimeoutMs: 300 }],
];

describe('a customer is answered by the rules when the model', () => {
  test.each(badDays)('%s', async (_title, turn, options) => {
    const model = await startModel();
    model.always(turn);
    const server = await start(model, options);
    const { text, sources, visitor } = await firstAnswer(server.url);
    expect(model.requests.length).toBeGreaterThan(0);
    expect(text).toMatch(/\d ?\d{3}/);
    expect(sources?.[0]?.quote).toContain('лофт');
    await expectKnownCustomer(server.api, 'Анна');
    expect(await visitor.answers()).toHaveLength(1);
    expect(server.log()).not.toContain(API_KEY);
  });
});

const search = { name: 'search_knowledge', arguments: { query: 'лофт' } };
const senseless: readonly (readonly [string, ChatTurn])[] = [
  ['calls a tool that is not there', { kind: 'answer', toolCalls: [{ name: 'drop_tables', arguments: {} }] }],
  ['writes arguments that are no JSON', { kind: 'answer', toolCalls: [{ ...search, arguments: '{"query": ' }] }],
  ['writes arguments that do not fit', { kind: 'answer', toolCalls: [{ ...search, arguments: { sql: 1 } }] }],
  ['searches for ever', { kind: 'answer', toolCalls: [search] }],
  ['makes many calls at once', { kind: 'answer', toolCalls: Array.from({ length: 40 }, () => search) }],
  ['writes a book', { kind: 'answer', text: 'ж'.repeat(200_000) }],
];

describe('a customer gets one reply of a bearable length when the model', () => {
  test.each(senseless)('%s', async (_title, turn) => {
    const model = await startModel();
    model.always(turn);
    const server = await start(model);
    const { text = '', visitor } = await firstAnswer(server.url);
    expect(text.length).toBeGreaterThan(20);
    expect(text.length).toBeLessThanOrEqual(16_000);
    await vi.waitFor(async () => expect(await leadOfChat(server.api)).toBeDefined(), waiting);
    expect(await visitor.answers()).toHaveLength(1);
    expect(model.requests.length).toBeLessThan(40);
  });
});

test('a team that keeps to local models is offered no other, and a customer’s words reach no other', async () => {
  const [far, near] = [await startModel(), await startModel()];
  for (const model of [far, near]) model.always(goodModel);
  const folder = makeFolder();
  const first = await start(undefined, { folder });
  const { team } = await first.api('me');
  await first.stop();
  const endpoint = { kind: 'openai', apiKey: { env: 'OWN_KEY' } };
  const file = {
    endpoints: [
      { ...endpoint, name: 'far', baseUrl: far.baseUrl, local: false, models: ['big'] },
      { ...endpoint, name: 'near', baseUrl: near.baseUrl, models: ['small', 'other'] },
    ],
    teams: { [team.id]: { localOnly: true }, gone: { localOnly: true } },
  };
  const environment = { MODELS_FILE: JSON.stringify(file), OWN_KEY: API_KEY };
  const server = await start(undefined, { folder, environment, modelTimeoutMs: PATIENT_MS });
  const { text } = await firstAnswer(server.url);
  expect(text).toMatch(/^Коротко: /);
  expect(far.received()).toBe(0);
  expect(new Set(near.requests.map(({ model }) => model))).toEqual(new Set(['small']));
  const pulled = await fetch(`${server.url}/sync/v1/pull`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ collection: 'settings', checkpoint: null, limit: 100 }),
  });
  expect(await pulled.json()).toMatchObject({
    documents: expect.arrayContaining([
      expect.objectContaining({ value: expect.objectContaining({ model: 'small', otherModels: ['other'] }) }),
    ]),
  });
  expect(server.log()).toMatch(/"teamId":"gone".*MODELS_FILE restricts a team that is not there/);
  expect(server.log()).not.toContain(API_KEY);
});

test('a server that stops while the model thinks stops at once, and asks again at the next start', async () => {
  const folder = makeFolder();
  const model = await startModel();
  model.always({ kind: 'silence' });
  const first = await start(model, { folder, modelTimeoutMs: PATIENT_MS });
  const visitor = createChatVisitor(first.url);
  await visitor.write(question);
  await vi.waitFor(() => expect(model.waiting()).toBeGreaterThan(0), waiting);
  const began = performance.now();
  await first.stop();
  expect(performance.now() - began).toBeLessThan(PATIENT_MS / 2);

  model.always(goodModel);
  const second = await start(model, { folder, modelTimeoutMs: PATIENT_MS });
  const later = visitor.at({ url: second.url });
  await vi.waitFor(async () => expect(await later.answers()).toHaveLength(1), waiting);
  expect((await later.answers())[0]?.text).toMatch(/^Коротко: /);
});
