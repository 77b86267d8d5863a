import type { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { ModelProvider, ModelReply, ModelRequest } from '@inbetwin/shared/models/model.ts';
import { createNoModelProvider } from '@inbetwin/shared/models/no-model/no-model.ts';
import { createModelRoute, type ModelKindName, type ModelSettings } from '@inbetwin/shared/models/registry.ts';
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

/** A kind of model with its service: `settings` lead to it, and it can be told how it fares. */
type Rig = {
  readonly settings: () => ModelSettings;
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

/** A new line of the registry needs one here, or the types do not fit. */
const rigs: Readonly<Record<ModelKindName, Rig>> = {
  openai: {
    settings: () => ({ openai: { apiKey: 'sk-fake', baseUrl: openAi.baseUrl, models: [{ model: 'small-model' }] } }),
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

/** A route of this kind alone, with what its failures were. */
const routeOf = ({ settings }: Rig, failures: Failure[] = [], timeoutMs = 3000) =>
  createModelRoute(settings(), { timeoutMs, clock: Date.now, onFailure: ({ failure }) => failures.push(failure) });

/** The kinds as they are, with a failure thrown that the rules would have made up for. */
const alone = (rig: Rig): ModelProvider => {
  rig.isWell();
  return {
    name: routeOf(rig).name,
    complete: async (request) => {
      const failures: Failure[] = [];
      const reply = await routeOf(rig, failures).complete(request);
      if (failures[0]) throw failures[0];
      return reply;
    },
  };
};

const providers: readonly (readonly [string, () => ModelProvider])[] = [
  ...Object.entries(rigs).map(([kind, rig]) => [kind, () => alone(rig)] as const),
  ['no-model', createNoModelProvider],
];

describe.each(providers)('the model provider %s', (_kind, start) => {
  test('has a name', () => {
    expect(start().name).toMatch(/^\S.{0,119}$/);
  });

  test('calls a tool that was offered, with arguments that fit, then answers with what it returned', async () => {
    const provider = start();
    const first = await provider.complete(question());
    const [made] = first.toolCalls;
    if (!made) throw new Error('No tool call.');
    expect(made.name).toBe('search_knowledge');
    expect(searchArguments.safeParse(JSON.parse(made.arguments)).success).toBe(true);

    const second = await provider.complete(followUp(first));
    expect(second.toolCalls).toEqual([]);
    expect(second.text).toContain('Parking is free. [1]');
  });

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

describe.each(Object.entries(rigs))('when the service of %s', (_kind, rig) => {
  test('is silent, whoever calls it off has its connection closed', async () => {
    rig.isSilent();
    const controller = new AbortController();
    const answer = routeOf(rig).complete(question({ signal: controller.signal }));
    const settled = expect(answer).rejects.toThrow('taken over');
    await vi.waitFor(() => expect(rig.waiting()).toBe(1));
    controller.abort(new Error('taken over'));
    await settled;
    await vi.waitFor(() => expect(rig.waiting()).toBe(0));
  });

  test.each(badDays)('%s, the turn goes on: the tools can refuse the call, or the rules answer', async (day) => {
    rig.isWell();
    const failures: Failure[] = [];
    const told: string[] = [];
    const route = routeOf(rig, failures, 700);
    const first = await route.complete(question());
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

test('the rules answer when no model is configured', async () => {
  const reply = await createModelRoute({}, { timeoutMs: 1000, clock: Date.now }).complete(question());
  expect(reply).toMatchObject({ model: 'no-model', toolCalls: [{ name: 'search_knowledge' }] });
});

test('of several models the one that is asked for answers, the first where it is gone or fails, and then the rules', async () => {
  const models = [{ model: 'small' }, { model: 'large', price: { input: 2, output: 2 } }];
  const settings = { openai: { apiKey: 'sk-fake', baseUrl: openAi.baseUrl, models } };
  const route = createModelRoute(settings, { timeoutMs: 3000, clock: Date.now });
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
