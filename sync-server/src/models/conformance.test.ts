import type { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { endpointsSchema } from '@inbetwin/shared/models/endpoints.ts';
import type { ModelProvider, ModelReply, ModelRequest } from '@inbetwin/shared/models/model.ts';
import { createModelRouter } from '@inbetwin/shared/models/model-router.ts';
import { type ProviderKindName, providerKindNames, providerKinds } from '@inbetwin/shared/models/registry.ts';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { type ChatRequest, eventOf } from '../testing/fake-chat.ts';
import { type ChatTurn, type FakeOpenAi, startFakeOpenAi } from '../testing/fake-openai.ts';

/** What every service behind a model may do to us. */
const badDays = [
  'refuses the key',
  'is overloaded, and says for how long',
  'is overloaded, and does not say',
  'fails',
  'is gone',
  'cuts its answer',
  'cuts its stream',
  'begins too late',
  'falls silent',
  'answers HTML',
  'answers nothing',
  'has no choice',
  'writes arguments that are no JSON',
  'writes arguments as an object',
  'calls a tool without a name',
  'calls a tool that is not there',
  'stops at its filter',
  'stops at its limit of tokens',
] as const;
type BadDay = (typeof badDays)[number];

/** A kind of provider with its service, over a socket: `settings` lead to it, and it can be told how it fares. */
type Rig = {
  /** Those of its kind; `secret` stands for each of them that is secret. */
  readonly settings: (secret: string) => Readonly<Record<string, unknown>>;
  /** The secret that the service takes; absent where it takes none. */
  readonly secret?: string;
  readonly isWell: () => void;
  readonly has: (day: BadDay) => void;
  readonly isSilent: () => void;
  /** Requests that the service has open. */
  readonly waiting: () => number;
};

let openAi: FakeOpenAi;
beforeAll(async () => {
  openAi = await startFakeOpenAi();
});
afterAll(() => openAi.stop());

/** What a model of average sense does: searches first, answers with what was found. */
const sensible = ({ messages, tools = [] }: ChatRequest): ChatTurn => {
  const found = messages.findLast((message) => message.role === 'tool');
  if (found || tools.length === 0) return { kind: 'answer', text: 'Parking is free. [1]' };
  return { kind: 'answer', toolCalls: [{ name: 'search_knowledge', arguments: { query: 'parking' } }] };
};

const delta = (content: object) => eventOf({ choices: [{ index: 0, delta: content, finish_reason: null }] });
const call = (written: object) => ({
  kind: 'body' as const,
  body: JSON.stringify({ choices: [{ message: { tool_calls: [{ id: 'a', function: written }] } }] }),
});

const openAiDays: Readonly<Record<BadDay, ChatTurn>> = {
  'refuses the key': { kind: 'status', status: 401 },
  'is overloaded, and says for how long': { kind: 'status', status: 429, retryAfter: '20' },
  'is overloaded, and does not say': { kind: 'status', status: 429 },
  fails: { kind: 'status', status: 500 },
  'is gone': { kind: 'reset' },
  'cuts its answer': { kind: 'body', body: '{"choices":[{"mess' },
  'cuts its stream': { kind: 'cut' },
  'begins too late': { kind: 'silence' },
  'falls silent': { kind: 'stream', pieces: [delta({ content: 'Well' })], after: 'stall' },
  'answers HTML': { kind: 'body', body: '<html>Sign in</html>', type: 'text/html' },
  'answers nothing': { kind: 'body', body: '' },
  'has no choice': { kind: 'body', body: '{"choices":[]}' },
  'writes arguments that are no JSON': call({ name: 'search_knowledge', arguments: '{"query": ' }),
  'writes arguments as an object': call({ name: 'search_knowledge', arguments: { query: 'parking' } }),
  'calls a tool without a name': call({ arguments: '{}' }),
  'calls a tool that is not there': call({ name: 'drop_tables', arguments: '{}' }),
  'stops at its filter': { kind: 'answer', text: 'Par', ending: 'content_filter' },
  'stops at its limit of tokens': { kind: 'answer', text: 'Par', ending: 'length' },
};

/** What reaches no service has none. A new line of the registry needs one here, or the types do not fit. */
const rigs: Readonly<Record<ProviderKindName, Rig | undefined>> = {
  'no-model': undefined,
  openai: {
    settings: (apiKey) => ({ apiKey, baseUrl: openAi.baseUrl }),
    secret: 'sk-fake',
    isWell: () => openAi.always(sensible),
    has: (day) => openAi.always(openAiDays[day]),
    isSilent: () => openAi.always({ kind: 'silence' }),
    waiting: () => openAi.waiting(),
  },
};

const searchArguments = z.strictObject({ query: z.string().min(1), limit: z.int().optional() });
const question = (changes: Partial<ModelRequest> = {}): ModelRequest => ({
  agent: 'rag',
  messages: [
    { role: 'system', content: 'Answer with what the search finds.' },
    { role: 'user', content: 'Is parking free?' },
  ],
  tools: [{ name: 'search_knowledge', description: 'Search.', arguments: searchArguments }],
  signal: new AbortController().signal,
  ...changes,
});

const found = JSON.stringify({
  results: [{ passageId: 'p', sourceId: 's', title: 'Hall', text: 'Parking is free.', score: 1 }],
  extracted: { answered: true, confidence: 0.9, quotes: [{ passageId: 'p', text: 'Parking is free.' }] },
});

/** The question, once the search has answered. */
const followUp = (first: ModelReply, changes: Partial<ModelRequest> = {}): ModelRequest => {
  const answers = first.toolCalls.map(({ id, name }) => ({
    role: 'tool' as const,
    toolCallId: id,
    name,
    content: found,
  }));
  const said = { role: 'assistant' as const, content: first.text, toolCalls: first.toolCalls };
  return question({ messages: [...question().messages, said, ...answers], ...changes });
};

const endpointsOf = (kind: ProviderKindName, { settings, secret = '' }: Rig, given = secret) =>
  endpointsSchema().parse([{ name: 'own', kind, models: ['small-model'], ...settings(given) }]);

/** A model that answers is waited for, however busy the machine is. */
const PATIENT_MS = 60_000;

/** A route of this kind alone, with what its failures were. */
const routeOf = (kind: ProviderKindName, rig: Rig | undefined, failures: Failure[] = [], timeoutMs = PATIENT_MS) =>
  createModelRouter(rig ? endpointsOf(kind, rig) : [], {
    timeoutMs,
    clock: Date.now,
    onFailure: ({ failure }) => failures.push(failure),
  }).route();

/** The kinds as they are, with a failure thrown that the rules would have made up for. */
const alone = (kind: ProviderKindName): ModelProvider => {
  const rig = rigs[kind];
  rig?.isWell();
  return {
    name: routeOf(kind, rig).name,
    complete: async (request) => {
      const failures: Failure[] = [];
      const reply = await routeOf(kind, rig, failures).complete(request);
      if (failures[0]) throw failures[0];
      return reply;
    },
  };
};

describe.each(providerKindNames)('the model provider %s', (kind) => {
  const start = (): ModelProvider => alone(kind);
  const { builtIn, can } = providerKinds[kind];

  test('is tested against a service, unless it is built in', () => {
    expect(rigs[kind] === undefined).toBe(builtIn);
  });

  test('has a name', () => {
    expect(start().name).toMatch(/^\S.{0,119}$/);
  });

  test.runIf(can.includes('tools'))(
    'calls a tool that was offered, with arguments that fit, then answers with what it returned',
    async () => {
      const provider = start();
      const first = await provider.complete(question());
      const [made] = first.toolCalls;
      if (!made) throw new Error('No tool call.');
      expect(made.name).toBe('search_knowledge');
      expect(searchArguments.safeParse(JSON.parse(made.arguments)).success).toBe(true);

      const second = await provider.complete(followUp(first));
      expect(second.toolCalls).toEqual([]);
      expect(second.text).toContain('Parking is free. [1]');
    },
  );

  test('tells the text while it is written', async () => {
    const provider = start();
    const told: string[] = [];
    const first = await provider.complete(question());
    const { text } = await provider.complete(followUp(first, { onText: (piece) => told.push(piece) }));
    expect(told.join('')).toBe(text);
  });

  test('answers without tools when none are offered', async () => {
    const reply = await start().complete(question({ tools: [] }));
    expect(reply.toolCalls).toEqual([]);
    expect(reply.text).not.toBe('');
  });

  test('tells which model answered, and counts tokens and cost in whole numbers', async () => {
    const { model, tokens, costMicros } = await start().complete(question());
    expect(model).not.toBe('');
    const count = z.int().min(0);
    expect(z.strictObject({ input: count, output: count }).safeParse(tokens).success).toBe(true);
    expect(count.safeParse(costMicros).success).toBe(true);
  });

  test('rejects with the reason when it is called off', async () => {
    const signal = AbortSignal.abort(new Error('called off'));
    await expect(start().complete(question({ signal }))).rejects.toThrow('called off');
  });
});

const services = providerKindNames.flatMap((kind) => {
  const rig = rigs[kind];
  return rig ? [{ kind, rig }] : [];
});

/** A service that takes no key refuses none. */
const daysOf = ({ secret }: Rig) => badDays.filter((day) => secret !== undefined || day !== 'refuses the key');

describe.each(services)('when the service of $kind', ({ kind, rig }) => {
  test.skipIf(rig.secret === undefined)('refuses the key, no word of the failure repeats it', async () => {
    const failures: Failure[] = [];
    const endpoints = endpointsOf(kind, rig, 'sk-of-nobody');
    const onFailure = ({ failure }: { readonly failure: Failure }) => failures.push(failure);
    const router = createModelRouter(endpoints, { timeoutMs: 3000, clock: Date.now, onFailure });
    await router.route().complete(question());
    expect(failures).toMatchObject([{ code: 'model.unavailable' }]);
    const told = failures.map(({ message, hint, stack, cause }) => [message, hint, stack, cause]);
    expect(JSON.stringify([told, endpoints])).not.toContain('sk-of-nobody');
    expect(failures[0]?.hint).toContain('of the endpoint "own"');
  });

  test('is silent, whoever calls it off has its connection closed', async () => {
    rig.isSilent();
    const controller = new AbortController();
    const answer = routeOf(kind, rig).complete(question({ signal: controller.signal }));
    const settled = expect(answer).rejects.toThrow('taken over');
    await vi.waitFor(() => expect(rig.waiting()).toBe(1));
    controller.abort(new Error('taken over'));
    await settled;
    await vi.waitFor(() => expect(rig.waiting()).toBe(0));
  });

  test.each(daysOf(rig))('%s, the turn goes on: the tools can refuse the call, or the rules answer', async (day) => {
    rig.isWell();
    const failures: Failure[] = [];
    const told: string[] = [];
    const route = routeOf(kind, rig, failures, 700);
    const first = await routeOf(kind, rig, failures).complete(question());
    rig.has(day);
    const listening = { onText: (piece: string) => told.push(piece), onRestart: () => told.splice(0) };
    const reply = await route.complete(followUp(first, listening));
    if (failures.length === 0) {
      expect(reply.toolCalls).toHaveLength(1);
      expect(reply.toolCalls[0]).toMatchObject({ id: expect.stringMatching(/./), name: expect.stringMatching(/./) });
      return;
    }
    expect(failures.map(({ code }) => code.replace(/unavailable|bad_reply|refused/, ''))).toEqual(['model.']);
    expect(failures[0]).toMatchObject({ message: expect.stringMatching(/\.$/), hint: expect.stringMatching(/\.$/) });
    expect(reply).toMatchObject({ model: 'no-model', text: 'Parking is free. [1]', costMicros: 0 });
    expect(told.join('')).toBe(reply.text);
    await vi.waitFor(() => expect(rig.waiting()).toBe(0));
  });
});

/** Endpoints of the fake, in this order. */
const routerOf = (...endpoints: readonly Readonly<Record<string, unknown>>[]) => {
  const given = endpoints.map((endpoint) => ({ kind: 'openai', apiKey: 'sk-fake', ...endpoint }));
  return createModelRouter(endpointsSchema().parse(given), { timeoutMs: 3000, clock: Date.now });
};

test('the rules answer when no model is configured', async () => {
  const reply = await routerOf().route().complete(question());
  expect(reply).toMatchObject({ model: 'no-model', toolCalls: [{ name: 'search_knowledge' }] });
});

test('of several models the one that is asked for answers, the first where it is gone or fails, and then the rules', async () => {
  const models = ['small', { name: 'large', price: { input: 2, output: 2 } }];
  const route = routerOf({ name: 'own', baseUrl: openAi.baseUrl, models }).route();
  expect(route.models).toEqual(['small', 'large']);
  openAi.always(({ model }) => ({ kind: 'answer', text: `I am ${model}.` }));
  const textOf = async (model?: string) => (await route.complete(question({ model }))).text;
  expect(await textOf()).toBe('I am small.');
  expect(await textOf('large')).toBe('I am large.');
  expect(await textOf('gone')).toBe('I am small.');
  expect((await route.complete(question({ model: 'large' }))).costMicros).toBeGreaterThan(0);
  openAi.always(({ model }) =>
    model === 'large' ? { kind: 'status', status: 404 } : { kind: 'answer', text: 'Small helps out.' },
  );
  expect(await textOf('large')).toBe('Small helps out.');
  openAi.always({ kind: 'status', status: 401 });
  expect(await route.complete(question({ model: 'large' }))).toMatchObject({ model: 'no-model' });
});

test('of several endpoints the next one answers for one that is down, and a local-only team never reaches another', async () => {
  const far = await startFakeOpenAi();
  far.always({ kind: 'answer', text: 'From afar.' });
  openAi.always({ kind: 'answer', text: 'From here.' });
  const router = routerOf(
    { name: 'far', baseUrl: far.baseUrl, local: false, models: ['big'] },
    { name: 'near', baseUrl: openAi.baseUrl, models: ['small'] },
  );
  const local = router.route({ localOnly: true });
  expect([router.route().models, local.models]).toEqual([['big', 'small'], ['small']]);
  expect((await router.route().complete(question())).text).toBe('From afar.');
  expect((await local.complete(question({ model: 'big' }))).text).toBe('From here.');
  expect(far.received()).toBe(1);
  far.always({ kind: 'status', status: 401 });
  expect((await router.route().complete(question())).text).toBe('From here.');
  const nothing = router.route({ models: ['gone'] });
  expect([nothing.name, nothing.models]).toEqual(['no-model', []]);
  expect((await nothing.complete(question())).model).toBe('no-model');
  await far.stop();
});
