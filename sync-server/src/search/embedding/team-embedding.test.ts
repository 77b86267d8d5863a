import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Passage } from '@inbetwin/shared/entities/passage.ts';
import { embeddingSchema } from '@inbetwin/shared/models/embedders/embedding.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { openTeamDocuments, type TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { textToEmbed } from '@inbetwin/shared/search/vectors/text-to-embed.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openEmbeddedStore } from '../../store/embedded/embedded-store.ts';
import { type FakeOpenAi, startFakeOpenAi } from '../../testing/fake-openai.ts';
import type { EmbeddingTiming } from './embedding-endpoint.ts';
import { createEmbeddingEndpoints } from './embedding-endpoints.ts';
import { openTeamEmbedding } from './team-embedding.ts';
import { vectorDatabases } from './vector-cache.ts';

const apiKey = 'sk-secret-of-the-team';
const never = new AbortController().signal;
const quick: EmbeddingTiming = { queryMs: 300, queryRestMs: 60_000, firstRetryMs: 5, longestRetryMs: 20 };

let directory: string;
let store: DocumentStore;
let documents: TeamDocuments;
let openAi: FakeOpenAi;
let logged: unknown[];

const log: Logger = {
  debug: (...line: unknown[]) => void logged.push(line),
  info: (...line: unknown[]) => void logged.push(line),
  warn: (...line: unknown[]) => void logged.push(line),
  error: (...line: unknown[]) => void logged.push(line),
};

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'inbetwin-embedding-'));
  store = openEmbeddedStore({ directory });
  documents = openTeamDocuments(store, 't1');
  openAi = await startFakeOpenAi({ apiKey });
  logged = [];
});

afterEach(async () => {
  expect(JSON.stringify(logged)).not.toContain(apiKey);
  await openAi.stop();
  await store.close();
  await rm(directory, { recursive: true });
});

const passage = (id: string, text: string): Passage => ({
  id,
  sourceId: 'source:1',
  position: 0,
  title: 'Зал',
  text,
  start: 0,
  end: text.length,
  language: 'ru',
  updatedAt: 1,
});

/** A server that has just started. */
const start = (model = 'first-model', changes: Partial<EmbeddingTiming> = {}) => {
  const given = { kind: 'openai', model, dimensions: 48, apiKey, baseUrl: openAi.baseUrl };
  const configured = embeddingSchema.parse(given);
  const endpoints = createEmbeddingEndpoints(configured, { log, clock: Date.now, timing: { ...quick, ...changes } });
  const embedding = openTeamEmbedding({ teamId: 't1', store, passages: documents.passages.stored, endpoints, log });
  return { ...embedding, failing: endpoints.configured.failing };
};

type Started = ReturnType<typeof start>;

const embed = async (started: Started, passages: readonly Passage[], signal = never) => {
  const { model } = await started.choose();
  const request = { teamId: 't1', model, texts: passages.map(textToEmbed), passageIds: passages.map(({ id }) => id) };
  return started.embed(request, signal);
};

const embedQuery = async (started: Started, text: string, signal = never) => {
  const { model } = await started.choose();
  const [vector] = await started.embed({ teamId: 't1', model, texts: [text] }, signal);
  return vector;
};

const asked = () => openAi.embeddings.requests.flatMap(({ model, input }) => input.map((text) => `${model}: ${text}`));

const many = Array.from({ length: 150 }, (_, at) => passage(`p${at}`, `Услуга номер ${at}`));

const similarity = (a: Float32Array | undefined, b: Float32Array | undefined): number =>
  a?.reduce((sum, value, at) => sum + value * (b?.[at] ?? 0), 0) ?? 0;

describe('what is kept', () => {
  it('is not paid for again after a restart', async () => {
    const before = await embed(start(), many);
    expect(asked()).toHaveLength(150);
    const after = await embed(start(), many);
    expect(asked()).toHaveLength(150);
    for (const [at, vector] of before.entries()) expect(similarity(vector, after[at])).toBeGreaterThan(0.999);
  });

  it('is asked for anew where the text has changed, and nowhere else', async () => {
    await embed(start(), many);
    const changed = many.map((one) => (one.id === 'p7' ? { ...one, text: 'Другое' } : one));
    await embed(start(), changed);
    expect(asked().slice(150)).toEqual(['first-model: Зал\nДругое']);
    await embed(start(), changed);
    expect(asked()).toHaveLength(151);
  });

  it('goes with its passage, also when that is deleted while it is embedded', async () => {
    const [one = passage('', ''), two = passage('', '')] = many;
    await documents.passages.insertMany([one, two]);
    const started = start();
    await embed(started, [one]);
    await documents.passages.delete([one.id]);
    await started.forget([one.id]);

    openAi.embeddings.next({ kind: 'status', status: 429, retryAfter: '0.3' });
    const late = embed(started, [two]);
    await vi.waitFor(() => expect(openAi.embeddings.requests).toHaveLength(2));
    await documents.passages.delete([two.id]);
    await started.forget([two.id]);
    await late;

    const [name = ''] = await store.listDatabases(vectorDatabases('t1'));
    const { changes } = await store.collection(`${name}/vectors`).changes({ limit: 10 });
    expect(changes.map(({ deleted, body }) => [deleted, Object.keys(body)])).toEqual([
      [true, ['id']],
      [true, ['id']],
    ]);
  });

  it('survives a caller that goes: what was embedded by then is there', async () => {
    const caller = new AbortController();
    openAi.embeddings.next({ kind: 'vectors' }, { kind: 'silence' });
    const started = start();
    const embedding = embed(started, many, caller.signal);
    const settled = expect(embedding).rejects.toThrow('the index was replaced');
    await vi.waitFor(() => expect(openAi.embeddings.requests).toHaveLength(2));
    caller.abort(new Error('the index was replaced'));
    await settled;
    expect(started.waiting()).toBe(0);
    await embed(start(), many);
    expect(asked()).toHaveLength(64 + 64 + 86);
  });
});

describe('while the endpoint is down', () => {
  it('passages wait and are counted, queries fail at once, and all goes on when it is back', async () => {
    openAi.embeddings.always({ kind: 'status', status: 503 });
    const started = start('first-model', { firstRetryMs: 400, longestRetryMs: 400 });
    const embedding = embed(started, many);
    await vi.waitFor(() => expect(started.failing()).toMatchObject({ code: 'model.unavailable' }));
    expect(started.waiting()).toBe(150);
    const requests = openAi.embeddings.requests.length;
    await expect(embedQuery(started, 'цена')).rejects.toMatchObject({ code: 'model.unavailable' });
    expect(openAi.embeddings.requests).toHaveLength(requests);

    openAi.embeddings.always({ kind: 'vectors' });
    expect(await embedding).toHaveLength(150);
    expect(started.waiting()).toBe(0);
    expect(started.failing()).toBeUndefined();
    expect(logged).toContainEqual([{ model: 'first-model@48' }, 'The embedding model answers again']);
  });

  it('waits as long as it is told to', async () => {
    openAi.embeddings.next({ kind: 'status', status: 429, retryAfter: '16' });
    const started = start();
    const caller = new AbortController();
    const embedding = embed(started, many.slice(0, 1), caller.signal);
    await vi.waitFor(() => expect(started.failing()).toMatchObject({ retryAfter: 16 }));
    expect(logged).toContainEqual([expect.objectContaining({ delay: 16_000 }), expect.any(String)]);
    caller.abort(new Error('stop'));
    await expect(embedding).rejects.toThrow('stop');
  });

  it('says which setting is wrong, and never what is in it', async () => {
    openAi.embeddings.always({ kind: 'vectors', dimensions: 47 });
    const started = start();
    const caller = new AbortController();
    const embedding = embed(started, many.slice(0, 1), caller.signal);
    await vi.waitFor(() => expect(started.failing()).toMatchObject({ code: 'model.bad_reply' }));
    expect(started.failing()?.hint).toContain('embedding.dimensions');
    caller.abort(new Error('stop'));
    await expect(embedding).rejects.toThrow('stop');
  });
});

it('leaves out a text that the endpoint refuses, and embeds the others', async () => {
  openAi.embeddings.always(({ input }) =>
    input.some((text) => text.includes('номер 77')) ? { kind: 'status', status: 400 } : { kind: 'vectors' },
  );
  const vectors = await embed(start(), many);
  const zeros = vectors.flatMap((vector, at) => (vector.every((value) => value === 0) ? [at] : []));
  expect(zeros).toEqual([77]);
});

it('takes a refusal of everything for a wrong setting, not for bad texts', async () => {
  openAi.embeddings.always({ kind: 'status', status: 400 });
  const started = start('first-model', { firstRetryMs: 500, longestRetryMs: 500 });
  const embedding = embed(started, many.slice(0, 4));
  await vi.waitFor(() => expect(started.failing()).toMatchObject({ code: 'model.refused' }));
  openAi.embeddings.always({ kind: 'vectors' });
  expect((await embedding).every((vector) => vector.some((value) => value !== 0))).toBe(true);
});

describe('a query', () => {
  it('is asked for once', async () => {
    const started = start();
    const vector = await embedQuery(started, 'цена зала');
    expect(await embedQuery(started, 'цена зала')).toBe(vector);
    expect(asked()).toEqual(['first-model: цена зала']);
    expect(await store.listDatabases(vectorDatabases('t1'))).toEqual([]);
  });

  it('does not wait for a slow endpoint, and the ones after it do not wait at all', async () => {
    const started = start();
    openAi.embeddings.next({ kind: 'silence' });
    await expect(embedQuery(started, 'цена зала')).rejects.toMatchObject({ code: 'model.unavailable' });
    await expect(embedQuery(started, 'другое')).rejects.toMatchObject({ code: 'model.unavailable' });
    expect(asked()).toHaveLength(1);
    expect(await embed(started, many.slice(0, 1))).toHaveLength(1);
  });
});

describe('another model', () => {
  it('takes over when all its vectors are there, and the old ones serve until then', async () => {
    await documents.passages.insertMany(many);
    const before = start();
    await embed(before, many);
    await before.prepare(never);
    expect(asked()).toHaveLength(150);

    const started = start('second-model');
    expect(await started.choose()).toEqual({ model: 'first-model@48', dimensions: 48 });
    await embed(started, many);
    expect(asked()).toHaveLength(150);
    await embedQuery(started, 'цена зала');
    expect(asked().at(-1)).toBe('first-model: цена зала');

    await started.prepare(never);
    expect(
      asked()
        .slice(151)
        .every((text) => text.startsWith('second-model: ')),
    ).toBe(true);
    expect(await started.choose()).toEqual({ model: 'second-model@48', dimensions: 48 });
    await embed(started, many);
    expect(asked()).toHaveLength(301);

    expect(await store.listDatabases(vectorDatabases('t1'))).toHaveLength(2);
    await started.removeOthers();
    expect(await store.listDatabases(vectorDatabases('t1'))).toHaveLength(1);
    await embed(start('second-model'), many);
    expect(asked()).toHaveLength(301);
  });

  it('goes on where it was when the server stops in the middle', async () => {
    await documents.passages.insertMany(many);
    await embed(start(), many);
    const caller = new AbortController();
    openAi.embeddings.next({ kind: 'vectors' }, { kind: 'silence' });
    const interrupted = start('second-model').prepare(caller.signal);
    const settled = expect(interrupted).rejects.toThrow('the server stops');
    await vi.waitFor(() => expect(openAi.waiting()).toBe(1));
    await vi.waitFor(() => expect(openAi.embeddings.requests).toHaveLength(5));
    caller.abort(new Error('the server stops'));
    await settled;

    const started = start('second-model');
    expect((await started.choose()).model).toBe('first-model@48');
    await started.prepare(never);
    expect(asked()).toHaveLength(150 + 64 + 64 + 86);
  });
});
