import { getEventListeners } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Passage } from '@inbetwin/shared/entities/passage.ts';
import type { DocumentCollection } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { openTeamDocuments, type TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createDiskBlobStore } from '../store/blobs/disk-blob-store.ts';
import { openEmbeddedStore } from '../store/embedded/embedded-store.ts';
import { openTeamSnapshots } from './snapshots/team-snapshots.ts';
import { createTeamSearches, type TeamSearch, type TeamSearches } from './team-search.ts';
import { type StartWorker, startSearchWorker } from './threads/search-thread.ts';

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

const startWorker: StartWorker = (workerData) => {
  const worker = startSearchWorker(workerData);
  workers.push(worker);
  return worker;
};

const openTeam = (teamId: string): { documents: TeamDocuments; search: TeamSearch } => {
  const documents = openTeamDocuments(store, teamId);
  return { documents, search: searches.open(teamId, () => documents.passages.stored) };
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
  await search.settled();
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
  const folder = join(directory, 'snapshots');
  const snapshots = { place: { folder }, store, timing };
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
  const blobs = createDiskBlobStore(folder);
  const digest = (await openTeamSnapshots({ store, blobs }, 't1').latest()) ?? '';
  const bytes = (await blobs.get('t1', digest)) ?? Buffer.of();
  await writeFile(join(folder, 't1', digest.slice(0, 2), digest), bytes.subarray(0, bytes.length / 2));
  const anew = await restart();
  await anew.settled();
  expect(await foundBy(anew, 'курьер')).toEqual(['p1', 'p3']);
  expect(warnings).toContain('The saved search index cannot be used and is built anew');
});

/** A team's passages, and the positions from which their changes were read. */
const watchReads = (documents: TeamDocuments): { readonly passages: DocumentCollection; readonly from: unknown[] } => {
  const { stored } = documents.passages;
  const from: unknown[] = [];
  const changes: DocumentCollection['changes'] = (query) => {
    from.push(query.since);
    return stored.changes(query);
  };
  return { passages: { ...stored, changes }, from };
};

it('starts no thread and reads nothing before the first query', async () => {
  const { passages, from } = watchReads(openTeam('t1').documents);
  const search = searches.open('t1', () => passages);
  expect([workers.length, from.length, searches.loaded().length]).toEqual([0, 0, 0]);
  await Promise.all([foundBy(search, 'курьер'), foundBy(search, 'склад')]);
  expect(searches.loaded()).toEqual(['t1']);
  expect(from.filter((since) => since === undefined)).toHaveLength(1);
});

it('drops what exceeds the memory, and finds everything again, also what was stored in the meantime', async () => {
  await searches.close();
  const snapshots = { place: { folder: join(directory, 'snapshots') }, store };
  searches = createTeamSearches({ log: silent, startWorker, snapshots, limits: { bytes: 1 } });
  const { documents } = openTeam('t1');
  const { passages, from } = watchReads(documents);
  const search = searches.open('t1', () => passages);
  await documents.passages.insertOnce(passage('p1', 'Курьер привозит заказ.'));
  expect(await foundBy(search, 'курьер')).toEqual(['p1']);
  await foundBy(openTeam('t2').search, 'курьер');
  await vi.waitFor(() => expect(searches.loaded()).toEqual(['t2']));

  from.length = 0;
  await documents.passages.insertOnce(passage('p2', 'Курьер берёт карты.'));
  expect(await foundBy(search, 'курьер')).toEqual(['p1', 'p2']);
  expect(from[0]).toBeDefined();
});

it('lets another process take over what one has saved', async () => {
  await searches.close();
  const snapshots = { place: { folder: join(directory, 'snapshots') }, store };
  const { documents } = openTeam('t1');
  await documents.passages.insertOnce(passage('p1', 'Курьер привозит заказ.'));
  const processes = [1, 2].map(() => createTeamSearches({ log: silent, snapshots }));
  for (const [at, process] of processes.entries()) {
    const { passages, from } = watchReads(documents);
    expect(
      await foundBy(
        process.open('t1', () => passages),
        'курьер',
      ),
    ).toEqual(['p1']);
    expect(from[0] === undefined).toBe(at === 0);
    await process.close();
  }
});

it('says that search is unavailable, rather than "no answer", while its thread cannot start', async () => {
  const broken = createTeamSearches({
    log: silent,
    startWorker: () => new Worker('throw new Error("no memory")', { eval: true }),
  });
  const documents = openTeamDocuments(store, 't1');
  const search = broken.open('t1', () => documents.passages.stored);
  await expect(search.settled()).rejects.toMatchObject({ code: 'store.unavailable' });
  await broken.close();
});
