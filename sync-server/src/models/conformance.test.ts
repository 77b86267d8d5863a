import type { ModelProvider, ModelRequest } from '@inbetwin/shared/models/model.ts';
import { createNoModelProvider } from '@inbetwin/shared/models/no-model/no-model.ts';
import { createModelRoute, modelProviders } from '@inbetwin/shared/models/registry.ts';
import { createFixedClock } from '@inbetwin/shared/testing/fixed-clock.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type ChatRequest, type ChatTurn, type FakeOpenAi, startFakeOpenAi } from '../testing/fake-openai.ts';

let openAi: FakeOpenAi;
beforeAll(async () => {
  openAi = await startFakeOpenAi();
});
afterAll(() => openAi.stop());

const openAiSettings = () => ({ apiKey: 'sk-fake', baseUrl: openAi.baseUrl, model: 'small-model', timeoutMs: 3000 });

/** What a model of average sense does: searches first, answers with what was found. */
const sensible = ({ messages, tools = [] }: ChatRequest): ChatTurn => {
  const found = messages.findLast((message) => message.role === 'tool');
  if (found || tools.length === 0) return { kind: 'answer', text: 'Parking is free. [1]' };
  return { kind: 'answer', toolCalls: [{ name: 'search_knowledge', arguments: { query: 'parking' } }] };
};

/** A provider with its service at work. A new line of the registry needs one here, or the types do not fit. */
const rigs: Readonly<Record<keyof typeof modelProviders | 'no-model', () => ModelProvider>> = {
  openai: () => {
    openAi.always(sensible);
    return modelProviders.openai(openAiSettings());
  },
  'no-model': createNoModelProvider,
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

describe.each(Object.entries(rigs))('the model provider %s', (_kind, start) => {
  test('has a name', () => {
    expect(start().name).toMatch(/^\S.{0,119}$/);
  });

  test('calls a tool that was offered, with arguments that fit, then answers with what it returned', async () => {
    const provider = start();
    const first = await provider.complete(question());
    const [call] = first.toolCalls;
    if (!call) throw new Error('No tool call.');
    expect(call.name).toBe('search_knowledge');
    expect(searchArguments.safeParse(JSON.parse(call.arguments)).success).toBe(true);

    const second = await provider.complete(
      question({
        messages: [
          ...question().messages,
          { role: 'assistant', content: first.text, toolCalls: first.toolCalls },
          { role: 'tool', toolCallId: call.id, name: call.name, content: found },
        ],
      }),
    );
    expect(second.toolCalls).toEqual([]);
    expect(second.text).toContain('Parking is free. [1]');
  });

  test('answers without tools when none are offered', async () => {
    const reply = await start().complete(question({ tools: [] }));
    expect(reply.toolCalls).toEqual([]);
    expect(reply.text).not.toBe('');
  });

  test('tells which model answered and counts tokens in whole numbers', async () => {
    const { model, tokens } = await start().complete(question());
    expect(model).not.toBe('');
    expect(z.strictObject({ input: z.int().min(0), output: z.int().min(0) }).safeParse(tokens).success).toBe(true);
  });

  test('rejects with the reason when it is called off', async () => {
    const signal = AbortSignal.abort(new Error('called off'));
    await expect(start().complete(question({ signal }))).rejects.toThrow('called off');
  });
});

describe('the route', () => {
  const route = (failures: string[] = []) =>
    createModelRoute(
      { openai: { ...openAiSettings(), timeoutMs: 400 } },
      { clock: createFixedClock(), onFailure: ({ failure }) => failures.push(failure.code) },
    );

  test('answers by rules when no model is configured', async () => {
    const reply = await createModelRoute({}, { clock: createFixedClock() }).complete(question());
    expect(reply).toMatchObject({ model: 'no-model', toolCalls: [{ name: 'search_knowledge' }] });
  });

  test('answers by the model when it is well', async () => {
    openAi.always(sensible);
    expect(await route().complete(question())).toMatchObject({ model: 'small-model-2026-01-01' });
  });

  test.each<readonly [string, ChatTurn]>([
    ['is overloaded', { kind: 'status', status: 429, retryAfter: '20' }],
    ['fails', { kind: 'status', status: 500 }],
    ['is silent', { kind: 'silence' }],
    ['answers nonsense', { kind: 'body', body: '<html>', type: 'text/html' }],
    ['breaks off', { kind: 'cut' }],
  ])('goes on by rules in the middle of a turn when the model %s', async (_what, turn) => {
    openAi.always(sensible);
    const failures: string[] = [];
    const model = route(failures);
    const first = await model.complete(question());
    openAi.always(turn);
    const second = await model.complete(
      question({
        messages: [
          ...question().messages,
          { role: 'assistant', content: '', toolCalls: first.toolCalls },
          { role: 'tool', toolCallId: first.toolCalls[0]?.id ?? '', name: 'search_knowledge', content: found },
        ],
      }),
    );
    expect(second).toMatchObject({ model: 'no-model', text: 'Parking is free. [1]' });
    expect(failures).toHaveLength(1);
  });
});
