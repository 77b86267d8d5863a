import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { variableNamer } from '@inbetwin/shared/models/endpoint-fields.ts';
import { createOpenAiEmbedder, type OpenAiEmbedderSettings } from '@inbetwin/shared/models/openai/embedder.ts';
import { openAiEmbedderKind } from '@inbetwin/shared/models/openai/embedder-kind.ts';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { EmbeddingsTurn } from '../testing/fake-embeddings.ts';
import { type BadTurn, type FakeOpenAi, startFakeOpenAi } from '../testing/fake-openai.ts';

const apiKey = 'sk-secret-of-the-team';
const never = new AbortController().signal;
let openAi: FakeOpenAi;
beforeAll(async () => {
  openAi = await startFakeOpenAi({ apiKey });
});
afterAll(() => openAi.stop());

const embedder = (changes: Partial<OpenAiEmbedderSettings> = {}) =>
  createOpenAiEmbedder({
    apiKey,
    baseUrl: openAi.baseUrl,
    model: 'small-embedder',
    dimensions: 48,
    timeoutMs: 5000,
    fieldName: variableNamer(openAiEmbedderKind.environment?.variables ?? {}),
    ...changes,
  });

const failureOf = async (answer: Promise<unknown>): Promise<Failure> => {
  const error = await answer.catch((caught: unknown) => caught);
  if (error instanceof Failure) return error;
  throw new Error(`Not a Failure: ${error}`);
};

describe('what is asked', () => {
  const askedFor = async (work: () => Promise<unknown>) => {
    const before = openAi.embeddings.requests.length;
    await work();
    return openAi.embeddings.requests.slice(before);
  };

  test('is split by the number of texts and by their length, and put together in order', async () => {
    const texts = ['один', 'два', '', 'three '.repeat(8), 'четыре', 'пять'];
    const batch = { texts: 2, characters: 50 };
    const requests = await askedFor(() => embedder({ batch }).embed(texts, never));
    expect(requests.map(({ input }) => input.length)).toEqual([2, 1, 2]);
    expect(await embedder({ batch }).embed(texts, never)).toEqual(await embedder().embed(texts, never));
  });

  test('holds no empty texts, no halves of pairs, and no text of more than 4,000 characters', async () => {
    const [request] = await askedFor(() => embedder().embed([' ', `${'я'.repeat(3999)}👍`], never));
    expect(request?.input).toEqual([`${'я'.repeat(3999)}\ufffd`]);
  });

  test('is nothing when there is nothing to say', async () => {
    expect(await askedFor(() => embedder().embed(['', ' '], never))).toEqual([]);
  });

  test('names the size of a vector only to a model that is known to give another', async () => {
    const [own] = await askedFor(() => embedder().embed(['зал'], never));
    expect(own).not.toHaveProperty('dimensions');
    const small = embedder({ model: 'text-embedding-3-small', dimensions: 64 });
    expect(small.model).toBe('text-embedding-3-small@64');
    const [shortened] = await askedFor(() => small.embed(['зал'], never));
    expect(shortened?.dimensions).toBe(64);
  });
});

test('numbers and base64, in order and backwards, are the same vectors', async () => {
  const texts = ['цена зала', 'parking'];
  const usual = await embedder().embed(texts, never);
  for (const turn of [{ encoding: 'float' }, { backwards: true }, { encoding: 'float', backwards: true }] as const) {
    openAi.embeddings.next({ kind: 'vectors', ...turn });
    expect(await embedder().embed(texts, never)).toEqual(usual);
  }
});

describe('a bad day', () => {
  test('a refused key is told without the key', async () => {
    const failure = await failureOf(embedder({ apiKey: 'sk-wrong-key' }).embed(['зал'], never));
    expect(failure).toMatchObject({ code: 'model.unavailable', hint: 'Check EMBEDDINGS_API_KEY.' });
    expect(JSON.stringify([failure.message, failure.hint, failure.stack, failure.cause])).not.toContain('sk-wrong-key');
  });

  test('429 is waited out and repeated, with a time to wait and without, and so is 500', async () => {
    const [usual] = await embedder().embed(['зал'], never);
    openAi.embeddings.next({ kind: 'status', status: 429, retryAfter: '0.2' });
    expect((await embedder().embed(['зал'], never))[0]).toEqual(usual);
    openAi.embeddings.next({ kind: 'status', status: 429 }, { kind: 'status', status: 500 });
    expect((await embedder().embed(['зал'], never))[0]).toEqual(usual);
  });

  test('a long wait is a failure at once, with the seconds', async () => {
    openAi.embeddings.next({ kind: 'status', status: 429, retryAfter: '30' });
    expect(await failureOf(embedder().embed(['зал'], never))).toMatchObject({
      code: 'model.unavailable',
      retryAfter: 30,
    });
  });

  test('silence ends with our own time, and the connection with it', async () => {
    openAi.embeddings.next({ kind: 'silence' });
    const failure = await failureOf(embedder({ timeoutMs: 300 }).embed(['зал'], never));
    expect(failure).toMatchObject({
      code: 'model.unavailable',
      message: 'The embedding model did not answer in time.',
    });
    await vi.waitFor(() => expect(openAi.waiting()).toBe(0));
  });

  const nan = Buffer.from(new Float32Array(48).fill(Number.NaN).buffer).toString('base64');
  const one = (embedding: unknown) => JSON.stringify({ data: [{ index: 0, embedding }] });
  test.each<readonly [string, EmbeddingsTurn | BadTurn, string]>([
    ['a page instead of JSON', { kind: 'body', body: '<html>Sign in</html>', type: 'text/html' }, 'model.bad_reply'],
    ['a page that claims to be JSON', { kind: 'body', body: '<html>' }, 'model.bad_reply'],
    ['an error with status 200', { kind: 'body', body: '{"error":{"message":"no"}}' }, 'model.bad_reply'],
    ['a vector of the wrong size', { kind: 'vectors', dimensions: 47 }, 'model.bad_reply'],
    ['fewer vectors than texts', { kind: 'vectors', missing: 1 }, 'model.bad_reply'],
    ['a vector of another text', { kind: 'body', body: one([1]).replace('0', '7') }, 'model.bad_reply'],
    ['a vector that is no number', { kind: 'body', body: one(nan) }, 'model.bad_reply'],
    ['a vector that is no base64', { kind: 'body', body: one('%%%') }, 'model.bad_reply'],
    ['half a base64 number', { kind: 'body', body: one(btoa('abcde')) }, 'model.bad_reply'],
    ['a model that is not there', { kind: 'status', status: 404 }, 'model.unavailable'],
    ['a text that it does not take', { kind: 'status', status: 400 }, 'model.refused'],
  ])('%s is a failure', async (_what, turn, code) => {
    openAi.embeddings.next(turn);
    expect((await failureOf(embedder().embed(['зал'], never))).code).toBe(code);
  });

  test('a body cut short is asked for again', async () => {
    openAi.embeddings.next({ kind: 'cut' });
    expect(await embedder().embed(['зал'], never)).toHaveLength(1);
  });

  test('500 that stays, and nobody at the address, are unavailable', async () => {
    const bad: BadTurn = { kind: 'status', status: 500 };
    openAi.embeddings.next(bad, bad, bad);
    expect((await failureOf(embedder().embed(['зал'], never))).code).toBe('model.unavailable');
    const lost = embedder({ baseUrl: 'http://127.0.0.1:9/v1' });
    expect(await failureOf(lost.embed(['зал'], never))).toMatchObject({
      code: 'model.unavailable',
      hint: 'Check EMBEDDINGS_BASE_URL and the network.',
    });
  });
});
