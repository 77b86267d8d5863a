import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { ModelMessage, ModelRequest } from '@inbetwin/shared/models/model.ts';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { type ChatTurn, type FakeOpenAi, startFakeOpenAi } from '../testing/fake-openai.ts';
import { openAiModel } from '../testing/open-ai-model.ts';

const apiKey = 'sk-secret-of-the-team';
let openAi: FakeOpenAi;
beforeAll(async () => {
  openAi = await startFakeOpenAi({ apiKey });
});
afterAll(() => openAi.stop());

const search = {
  name: 'search_knowledge',
  description: 'Search the knowledge base.',
  arguments: z.strictObject({ query: z.string().min(1).describe('A question'), limit: z.int().max(10).default(5) }),
};

const provider = (options: { readonly key?: string; readonly timeoutMs?: number; readonly baseUrl?: string } = {}) =>
  openAiModel(
    { apiKey: options.key ?? apiKey, baseUrl: options.baseUrl ?? openAi.baseUrl },
    { name: 'small-model', timeoutMs: options.timeoutMs ?? 5000 },
  );

const request = (changes: Partial<ModelRequest> = {}): ModelRequest => ({
  agent: 'rag',
  messages: [
    { role: 'system', content: 'Answer.' },
    { role: 'user', content: 'Is parking free?' },
  ],
  tools: [search],
  signal: new AbortController().signal,
  ...changes,
});

const failureOf = async (answer: Promise<unknown>): Promise<Failure> => {
  const error = await answer.catch((caught: unknown) => caught);
  if (error instanceof Failure) return error;
  throw new Error(`Not a Failure: ${error}`);
};

describe('a good day', () => {
  test('gives the text, the tokens and the name of the model that answered', async () => {
    openAi.next({ kind: 'answer', text: ' Yes, it is. ' });
    expect(await provider().complete(request())).toEqual({
      text: 'Yes, it is.',
      toolCalls: [],
      model: 'small-model-2026-01-01',
      tokens: { input: 11, output: 7 },
      costMicros: 0,
    });
  });

  test('asks for a stream with the tokens at its end, and tells what they cost', async () => {
    const price = { input: 0.4, output: 1.6 };
    const paid = openAiModel({ apiKey, baseUrl: openAi.baseUrl }, { name: 'm', price });
    const reply = await paid.complete(request({ temperature: 0.2 }));
    expect(openAi.requests.at(-1)).toMatchObject({
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0.2,
    });
    // 11 tokens at 0.4 and 7 at 1.6 for a million are 4.4 and 11.2 millionths.
    expect(reply.costMicros).toBe(16);
  });

  test('describes the tools by the JSON Schema of what the model is to write', async () => {
    await provider().complete(request());
    expect(openAi.requests.at(-1)?.tools).toEqual([
      {
        type: 'function',
        function: {
          name: 'search_knowledge',
          description: 'Search the knowledge base.',
          parameters: {
            type: 'object',
            properties: {
              query: { type: 'string', minLength: 1, description: 'A question' },
              limit: { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: 10, default: 5 },
            },
            required: ['query'],
            additionalProperties: false,
          },
        },
      },
    ]);
  });

  test('carries tool calls both ways', async () => {
    openAi.next({ kind: 'answer', toolCalls: [{ name: 'search_knowledge', arguments: { query: 'parking' } }] });
    const first = await provider().complete(request());
    expect(first.toolCalls).toEqual([
      { id: 'call_fake_0', name: 'search_knowledge', arguments: '{"query":"parking"}' },
    ]);

    const result: ModelMessage = { role: 'tool', toolCallId: 'call_fake_0', name: 'search_knowledge', content: '[]' };
    const messages: readonly ModelMessage[] = [
      ...request().messages,
      { role: 'assistant', content: '', toolCalls: first.toolCalls },
      result,
    ];
    await provider().complete(request({ messages, tools: [] }));
    expect(openAi.requests.at(-1)).toMatchObject({
      messages: [{}, {}, { content: null, tool_calls: [{ id: 'call_fake_0' }] }, { tool_call_id: 'call_fake_0' }],
    });
    expect(openAi.requests.at(-1)).not.toHaveProperty('tools');
  });

  test('keeps the thoughts of a reasoning model to itself', async () => {
    openAi.next({ kind: 'answer', text: '<think>The customer is\nin a hurry.</think>\n\nYes.' });
    expect((await provider().complete(request())).text).toBe('Yes.');
  });
});

describe('a tool call written badly', () => {
  test('is handed on as it was written, so that the model can be told', async () => {
    openAi.next({ kind: 'answer', toolCalls: [{ name: 'fly_to_moon', arguments: '{"query": ' }] });
    const reply = await provider().complete(request());
    expect(reply.toolCalls).toEqual([{ id: 'call_fake_0', name: 'fly_to_moon', arguments: '{"query": ' }]);
  });

  test('goes back as an object: endpoints with templates refuse broken arguments', async () => {
    const messages: readonly ModelMessage[] = [
      ...request().messages,
      { role: 'assistant', content: '', toolCalls: [{ id: 'a', name: 'search_knowledge', arguments: '{"que' }] },
      { role: 'tool', toolCallId: 'a', name: 'search_knowledge', content: 'Not JSON.' },
    ];
    await provider().complete(request({ messages }));
    expect(openAi.requests.at(-1)?.messages[2]).toMatchObject({
      tool_calls: [{ function: { arguments: '{"unreadable":"{\\"que"}' } }],
    });
  });
});

describe('a bad day', () => {
  test('a refused key is told without the key', async () => {
    const failure = await failureOf(provider({ key: 'sk-wrong-key' }).complete(request()));
    expect(failure).toMatchObject({ code: 'model.unavailable', hint: 'Check OPENAI_API_KEY.' });
    expect(JSON.stringify([failure.message, failure.hint, failure.stack, failure.cause])).not.toContain('sk-wrong-key');
  });

  test('429 is waited out and repeated', async () => {
    const start = Date.now();
    openAi.next({ kind: 'status', status: 429, retryAfter: '0.4' }, { kind: 'answer', text: 'Now.' });
    expect((await provider().complete(request())).text).toBe('Now.');
    expect(Date.now() - start).toBeGreaterThanOrEqual(390);
  });

  test('429 and 500 without a time to wait are repeated as well', async () => {
    openAi.next({ kind: 'status', status: 429 }, { kind: 'status', status: 500 }, { kind: 'answer', text: 'Now.' });
    expect((await provider().complete(request())).text).toBe('Now.');
  });

  test('a wait that the customer would not bear is a failure at once, with the seconds', async () => {
    const asked = openAi.requests.length;
    openAi.next({ kind: 'status', status: 429, retryAfter: '30' });
    expect(await failureOf(provider().complete(request()))).toMatchObject({
      code: 'model.unavailable',
      retryAfter: 30,
    });
    expect(openAi.requests.length - asked).toBe(1);
  });

  test('500 that stays is unavailable', async () => {
    const bad: ChatTurn = { kind: 'status', status: 500 };
    openAi.next(bad, bad, bad);
    expect(await failureOf(provider().complete(request()))).toMatchObject({ code: 'model.unavailable' });
  });

  test('a broken connection is made anew', async () => {
    openAi.next({ kind: 'reset' }, { kind: 'answer', text: 'Now.' });
    expect((await provider().complete(request())).text).toBe('Now.');
  });

  test('silence ends with our own time, and the connection with it', async () => {
    openAi.next({ kind: 'silence' });
    const failure = await failureOf(provider({ timeoutMs: 300 }).complete(request()));
    expect(failure).toMatchObject({ code: 'model.unavailable', message: 'The model did not begin to answer in time.' });
    await vi.waitFor(() => expect(openAi.waiting()).toBe(0));
  });

  test('a request that is called off rejects with the reason of its caller', async () => {
    const controller = new AbortController();
    openAi.next({ kind: 'silence' });
    const answer = provider().complete(request({ signal: controller.signal }));
    const settled = expect(answer).rejects.toThrow('the server is stopping');
    await vi.waitFor(() => expect(openAi.waiting()).toBe(1));
    controller.abort(new Error('the server is stopping'));
    await settled;
    await vi.waitFor(() => expect(openAi.waiting()).toBe(0));
  });

  test.each<readonly [string, ChatTurn, string]>([
    ['a page instead of JSON', { kind: 'body', body: '<html>Sign in</html>', type: 'text/html' }, 'model.bad_reply'],
    ['a page that claims to be JSON', { kind: 'body', body: '<html>' }, 'model.bad_reply'],
    ['JSON that ends too soon', { kind: 'body', body: '{"choices":[{"mess' }, 'model.bad_reply'],
    ['an empty body', { kind: 'body', body: '' }, 'model.bad_reply'],
    ['null', { kind: 'body', body: 'null' }, 'model.bad_reply'],
    ['no choices', { kind: 'body', body: '{"choices":[]}' }, 'model.bad_reply'],
    ['an error with status 200', { kind: 'body', body: '{"error":{"message":"no"}}' }, 'model.bad_reply'],
    ['neither text nor tool call', { kind: 'answer' }, 'model.bad_reply'],
    ['thoughts alone', { kind: 'answer', text: '<think>Hm' }, 'model.bad_reply'],
    ['a plain text', { kind: 'body', body: 'Service restarting', type: 'text/plain' }, 'model.bad_reply'],
    ['an empty message', { kind: 'body', body: '{"choices":[{"message":{}}]}' }, 'model.bad_reply'],
    ['a choice without a message', { kind: 'body', body: '{"choices":[{}]}' }, 'model.bad_reply'],
    ['a filtered answer', { kind: 'answer', text: 'Yes, bu', ending: 'content_filter' }, 'model.refused'],
    [
      'a refusal',
      { kind: 'body', body: '{"choices":[{"message":{"content":null,"refusal":"I cannot help."}}]}' },
      'model.refused',
    ],
    ['a call without a name', { kind: 'answer', toolCalls: [{ name: '', arguments: {} }] }, 'model.bad_reply'],
    ['an answer that has no end', { kind: 'body', body: `{"a":"${'a'.repeat(4_100_000)}"}` }, 'model.bad_reply'],
    ['a context that is too long', { kind: 'status', status: 413 }, 'model.refused'],
  ])('%s is refused', async (_what, turn, code) => {
    openAi.next(turn);
    expect((await failureOf(provider().complete(request()))).code).toBe(code);
  });

  test.each([401, 403, 404])('status %i is not asked again', async (status) => {
    const asked = openAi.requests.length;
    openAi.next({ kind: 'status', status });
    expect(await failureOf(provider().complete(request()))).toMatchObject({ code: 'model.unavailable' });
    expect(openAi.requests.length - asked).toBe(1);
  });

  test('a quota that is used up is not asked again: waiting does not fill it', async () => {
    const asked = openAi.requests.length;
    openAi.next({ kind: 'status', status: 429, code: 'insufficient_quota' });
    expect(await failureOf(provider().complete(request()))).toMatchObject({ code: 'model.unavailable' });
    expect(openAi.requests.length - asked).toBe(1);
  });

  test('the wait may be told in milliseconds, and as a date', async () => {
    const start = Date.now();
    openAi.next({ kind: 'status', status: 429, retryAfterMs: '300' }, { kind: 'answer', text: 'Now.' });
    expect((await provider().complete(request())).text).toBe('Now.');
    expect(Date.now() - start).toBeGreaterThanOrEqual(290);
    openAi.next({ kind: 'status', status: 429, retryAfter: new Date(Date.now() + 60_000).toUTCString() });
    const { retryAfter } = await failureOf(provider().complete(request()));
    expect(retryAfter).toBeGreaterThan(55);
  });

  test.each([
    ['whole', { streams: 'ignored' }],
    ['streamed', {}],
  ] as const)('an answer that is cut, %s, is asked for again', async (_how, dialect) => {
    const fake = await startFakeOpenAi({ apiKey, dialect });
    fake.next({ kind: 'cut' }, { kind: 'answer', text: 'Now.' });
    expect((await provider({ baseUrl: fake.baseUrl }).complete(request())).text).toBe('Now.');
    expect(fake.requests).toHaveLength(2);
    await fake.stop();
  });

  test('an endpoint in distress is not besieged: repeats end with their budget, calls go on', async () => {
    const asked = openAi.requests.length;
    const one = provider();
    openAi.always({ kind: 'status', status: 503, retryAfterMs: '0' });
    for (let call = 0; call < 10; call++) await failureOf(one.complete(request()));
    openAi.always({ kind: 'answer', text: 'Now.' });
    // Ten calls, five repeats of the minute, two that the calls earned.
    expect(openAi.requests.length - asked).toBe(17);
    expect((await one.complete(request())).text).toBe('Now.');
  });

  test('nobody at the address is a plain failure', async () => {
    const lost = openAiModel({ apiKey, baseUrl: 'http://127.0.0.1:9/v1' }, { name: 'm' });
    expect(await failureOf(lost.complete(request()))).toMatchObject({
      code: 'model.unavailable',
      hint: 'Check OPENAI_BASE_URL and the network.',
    });
  });
});
