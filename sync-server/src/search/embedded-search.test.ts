import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Passage } from '@inbetwin/shared/entities/passage.ts';
import { embeddingSchema } from '@inbetwin/shared/models/embedders/embedding.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { openTeamDocuments, type TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openEmbeddedStore } from '../store/embedded/embedded-store.ts';
import { type FakeOpenAi, startFakeOpenAi } from '../testing/fake-openai.ts';
import { createEmbeddingEndpoints } from './embedding/embedding-endpoints.ts';
import { vectorDatabases } from './embedding/vector-cache.ts';
import { createTeamSearches, type TeamSearch, type TeamSearches } from './team-search.ts';

const silent: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const timing = { queryMs: 500, queryRestMs: 20, firstRetryMs: 5, longestRetryMs: 20 };
const patience = { interval: 25 };

let directory: string;
let store: DocumentStore;
let documents: TeamDocuments;
let openAi: FakeOpenAi;
let searches: TeamSearches;

/** A server that has just started, with the team's index. */
const start = (model: string): TeamSearch => {
  const given = { kind: 'openai', model, dimensions: 48, apiKey: 'sk-fake', baseUrl: openAi.baseUrl };
  const endpoints = createEmbeddingEndpoints(embeddingSchema.parse(given), { log: silent, clock: Date.now, timing });
  searches = createTeamSearches({ log: silent, embedding: { store, endpoints } });
  return searches.open('t1', () => documents.passages.stored);
};

const passages = Array.from({ length: 90 }, (_, at): Passage => {
  const text = `Услуга номер ${at} для гостей.`;
  const place = { id: `p${at}`, sourceId: 'source:1', position: 3 * at, title: 'Зал', start: 0, end: text.length };
  return { ...place, text, language: 'ru', updatedAt: 1 };
});

/** What the first result was found by. */
const whyFirst = async (search: TeamSearch, query = 'услуга номер 7') => {
  const [first] = await search.index.search(query, 5, { explain: true });
  return {
    passageId: first?.passageId,
    model: first?.why?.vector?.model,
    fullText: first?.why?.fullText !== undefined,
  };
};

const embeddedBy = (search: TeamSearch, model: string) =>
  vi.waitFor(async () => expect(await whyFirst(search)).toMatchObject({ passageId: 'p7', model }), patience);

const askedOf = (model: string): number =>
  openAi.embeddings.requests
    .filter((request) => request.model === model)
    .flatMap(({ input }) => input)
    .filter((text) => text.startsWith('Зал')).length;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'inbetwin-meaning-'));
  store = openEmbeddedStore({ directory });
  documents = openTeamDocuments(store, 't1');
  openAi = await startFakeOpenAi();
  await documents.passages.insertMany(passages);
});

afterEach(async () => {
  await searches.close();
  await openAi.stop();
  await store.close();
  await rm(directory, { recursive: true });
});

it('ranks by the model’s vectors, and does not pay for them again after a restart', async () => {
  await embeddedBy(start('first-model'), 'first-model@48');
  await vi.waitFor(() => expect(searches.embedding()).toEqual({ model: 'first-model@48', waiting: 0 }), patience);
  expect(askedOf('first-model')).toBe(90);
  await searches.close();

  await embeddedBy(start('first-model'), 'first-model@48');
  expect(askedOf('first-model')).toBe(90);
});

it('answers by full text while the endpoint is down, and by both when it is back', async () => {
  openAi.embeddings.always({ kind: 'status', status: 503 });
  const search = start('first-model');
  await search.settled();
  expect(await whyFirst(search)).toEqual({ passageId: 'p7', model: undefined, fullText: true });
  await vi.waitFor(() => expect(searches.embedding()?.failing?.code).toBe('model.unavailable'), patience);
  expect(searches.embedding()?.waiting).toBeGreaterThan(0);

  openAi.embeddings.always({ kind: 'vectors' });
  await embeddedBy(search, 'first-model@48');
});

it('serves the old model’s vectors until all of the new one’s are there', async () => {
  await embeddedBy(start('first-model'), 'first-model@48');
  await vi.waitFor(() => expect(searches.embedding()?.waiting).toBe(0), patience);
  await searches.close();

  openAi.embeddings.always(({ model }) => (model === 'second-model' ? { kind: 'silence' } : { kind: 'vectors' }));
  const search = start('second-model');
  await embeddedBy(search, 'first-model@48');
  await vi.waitFor(() => expect(openAi.waiting()).toBe(1), patience);
  await searches.close();

  openAi.embeddings.always({ kind: 'vectors' });
  const again = start('second-model');
  await embeddedBy(again, 'second-model@48');
  expect(askedOf('first-model')).toBe(90);
  await vi.waitFor(async () => expect(await store.listDatabases(vectorDatabases('t1'))).toHaveLength(1), patience);
});

it('forgets the vector of a deleted passage on disk', async () => {
  const search = start('first-model');
  await embeddedBy(search, 'first-model@48');
  await vi.waitFor(() => expect(searches.embedding()?.waiting).toBe(0), patience);
  await documents.passages.delete(['p7']);
  await search.settled();
  const [name = ''] = await store.listDatabases(vectorDatabases('t1'));
  expect((await store.collection(`${name}/vectors`).get('p7'))?.body).toEqual({ id: 'p7' });
  expect((await store.collection(`${name}/vectors`).get('p8'))?.body).toHaveProperty('vector');
});
