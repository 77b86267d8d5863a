import { getEventListeners } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Passage } from '@inbetwin/shared/entities/passage.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { openTeamDocuments, type TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openEmbeddedStore } from '../store/embedded/embedded-store.ts';
import { createTeamSearches, type TeamSearch, type TeamSearches } from './team-search.ts';

const silent: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const passage = (id: string, text: string): Passage => ({
  id,
  sourceId: 'source:1',
  position: 0,
  title: 'Доставка',
  text,
  start: 0,
  end: text.length,
  language: 'ru',
  updatedAt: 1,
});

let directory: string;
let store: ReturnType<typeof openEmbeddedStore>;
let searches: TeamSearches;
let workers: Worker[];

const startWorker = (): Worker => {
  const worker = new Worker(new URL('./threads/search-worker.ts', import.meta.url));
  workers.push(worker);
  return worker;
};

const openTeam = (teamId: string): { documents: TeamDocuments; search: TeamSearch } => {
  const documents = openTeamDocuments(store, teamId);
  return { documents, search: searches.open(teamId, documents.passages.stored) };
};

const foundBy = async (search: TeamSearch, query: string): Promise<string[]> =>
  (await search.index.search(query, 10)).map(({ passageId }) => passageId);

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'inbetwin-search-'));
  store = openEmbeddedStore({ directory });
  workers = [];
  searches = createTeamSearches({ log: silent, startWorker });
});

afterEach(async () => {
  await searches.close();
  await store.close();
  await rm(directory, { recursive: true });
});

it('finds a passage as soon as it is settled, and no longer once it is deleted', async () => {
  const { documents, search } = openTeam('t1');
  await documents.passages.insertOnce(passage('p1', 'Курьер привозит заказ за два дня.'));
  await search.settled();
  expect(await foundBy(search, 'курьер')).toEqual(['p1']);

  await documents.passages.put(passage('p1', 'Самовывоз со склада.'));
  await search.settled();
  expect(await foundBy(search, 'курьер')).toEqual([]);

  await documents.passages.delete(['p1']);
  await search.settled();
  expect(await foundBy(search, 'самовывоз')).toEqual([]);
});

it('leaves nothing behind on the signal of a query', async () => {
  const { search } = openTeam('t1');
  const { signal } = new AbortController();
  await search.index.search('курьер', 10, { signal });
  await search.index.answer('Сколько стоит доставка?', { signal });
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

it('follows the feed by itself', async () => {
  const { documents, search } = openTeam('t1');
  await search.ready();
  await documents.passages.insertOnce(passage('p1', 'Курьер привозит заказ за два дня.'));
  await vi.waitFor(async () => expect(await foundBy(search, 'курьер')).toEqual(['p1']), {
    interval: 20,
  });
});

it('answers a first query from what was stored before the start', async () => {
  const { documents } = openTeam('t1');
  await documents.passages.insertMany(
    Array.from({ length: 1200 }, (_, index) => passage(`p${index}`, `Услуга номер ${index} стоит ${index} рублей.`)),
  );
  await searches.close();
  searches = createTeamSearches({ log: silent, startWorker });
  const { search } = openTeam('t1');
  expect((await search.index.answer('Сколько стоит услуга номер 1107?')).quotes[0]?.text).toContain('1107');
});

it('keeps teams apart', async () => {
  const one = openTeam('t1');
  const two = openTeam('t2');
  await one.documents.passages.insertOnce(passage('p1', 'Курьер привозит заказ.'));
  await Promise.all([one.search.settled(), two.search.settled()]);
  expect(await foundBy(two.search, 'курьер')).toEqual([]);
});

it('rebuilds the index after the thread crashed, and no call hangs', async () => {
  const { documents, search } = openTeam('t1');
  await documents.passages.insertOnce(passage('p1', 'Курьер привозит заказ.'));
  await search.settled();
  const asked = Array.from({ length: 50 }, () => search.index.search('курьер', 1));
  await workers[0]?.terminate();
  const outcomes = await Promise.allSettled(asked);
  for (const outcome of outcomes.filter(({ status }) => status === 'rejected')) {
    expect(outcome).toMatchObject({ reason: { code: 'store.unavailable' } });
  }
  await vi.waitFor(async () => expect(await foundBy(search, 'курьер')).toEqual(['p1']));
  expect(workers).toHaveLength(2);
});

it('begins as it was saved after a restart and after a crash, and anew from a damaged file', async () => {
  const warnings: string[] = [];
  const log = { ...silent, warn: (_: object, message: string) => warnings.push(message) };
  const timing = { quietMs: 0, longestMs: 0, restMs: 0 };
  const snapshots = { folder: join(directory, 'search'), backendId: store.backendId, timing };
  const file = join(directory, 'search', 't1.snapshot');
  const restart = async (): Promise<TeamSearch> => {
    await searches.close();
    searches = createTeamSearches({ log, snapshots, startWorker });
    return openTeam('t1').search;
  };

  const { documents } = openTeam('t1');
  await documents.passages.insertMany([passage('p1', 'Курьер привозит заказ.'), passage('p2', 'Самовывоз со склада.')]);
  await (await restart()).settled();
  await documents.passages.delete(['p2']);
  const again = await restart();
  await documents.passages.insertOnce(passage('p3', 'Курьер берёт карты.'));
  await again.settled();
  expect(await foundBy(again, 'курьер')).toEqual(['p1', 'p3']);
  expect(await foundBy(again, 'самовывоз')).toEqual([]);

  await workers.at(-1)?.terminate();
  await vi.waitFor(async () => expect(await foundBy(again, 'курьер')).toEqual(['p1', 'p3']));
  expect(warnings).toContain('the search thread is started again');
  expect(warnings).not.toContain('The saved search index cannot be used and is built anew');

  await searches.close();
  const bytes = await readFile(file);
  await writeFile(file, bytes.subarray(0, bytes.length / 2));
  const anew = await restart();
  await anew.settled();
  expect(await foundBy(anew, 'курьер')).toEqual(['p1', 'p3']);
  expect(warnings).toContain('The saved search index cannot be used and is built anew');
});

it('says that search is unavailable, rather than "no answer", while its thread cannot start', async () => {
  const broken = createTeamSearches({
    log: silent,
    startWorker: () => new Worker('throw new Error("no memory")', { eval: true }),
  });
  const documents = openTeamDocuments(store, 't1');
  const search = broken.open('t1', documents.passages.stored);
  await expect(search.settled()).rejects.toMatchObject({ code: 'store.unavailable' });
  await broken.close();
});
