import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PullResponse, SyncCheckpoint, SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import { newestFirst } from '@inbetwin/shared/entities/declaring/fields.ts';
import { newSetting } from '@inbetwin/shared/entities/setting.ts';
import { judgementIdOf } from '@inbetwin/shared/entities/setting-kinds/judgement.ts';
import { settingKinds } from '@inbetwin/shared/entities/setting-kinds/registry.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { openTeamCollection, openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import fc from 'fast-check';
import { afterAll, expect, test, vi } from 'vitest';
import { openEmbeddedStore } from '../store/embedded/embedded-store.ts';
import { FULL_PAGE_LENGTH } from './bounded-reading.ts';
import { pull } from './pull.ts';
import { sampleAgentSetting, sampleConversation, sampleJudgement, sampleLead } from './testing/sample-documents.ts';

const team = { teamId: 'team1' };
const folder = await mkdtemp(join(tmpdir(), 'inbetwin-pull-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const leadOf = (at: number) => sampleLead(`lead:${at}`, { updatedAt: 1_000 + at });

const open = async (leads: number) => {
  const store = createMemoryStore();
  const documents = openTeamDocuments(store, team.teamId);
  await documents.leads.insertMany(Array.from({ length: leads }, (_, at) => leadOf(at)));
  const next = (checkpoint: SyncCheckpoint | null, limit = 10): Promise<PullResponse> =>
    pull(store, team, { collection: 'leads', checkpoint, limit });
  return { store, documents, next };
};

/** What a client holds that pulls from `checkpoint` until there is no more. */
const pullAll = async (
  next: (checkpoint: SyncCheckpoint | null) => Promise<PullResponse>,
  from: SyncCheckpoint | null,
) => {
  const held = new Map<string, SyncDocument>();
  let checkpoint = from;
  for (let more = true; more; ) {
    const page = await next(checkpoint);
    for (const document of page.documents) held.set(document.id, document);
    ({ more, checkpoint } = page);
  }
  return held;
};

test('the first pull begins with what is newest and says how much there is', async () => {
  const { documents, next } = await open(25);
  await documents.leads.delete(['lead:3']);
  const pages = [await next(null)];
  for (let last = pages.at(-1); last?.more; last = pages.at(-1)) pages.push(await next(last.checkpoint));

  const ids = pages.flatMap((page) => page.documents.map(({ id }) => id));
  const expected = Array.from({ length: 25 }, (_, at) => `lead:${24 - at}`).filter((id) => id !== 'lead:3');
  expect(ids).toEqual(expected);
  expect(pages.map(({ documents: found, total }) => [found.length, total])).toEqual([
    [10, 24],
    [10, 24],
    [4, 24],
  ]);
  expect(pages.at(-1)?.checkpoint.cursor).toBeUndefined();
});

test('the inbox arrives in its own order', async () => {
  const store = createMemoryStore();
  const { conversations } = openTeamDocuments(store, team.teamId);
  const times = [2, 3, 1].map((day) => day * 86_400_000);
  await conversations.insertMany(
    times.map((at) => sampleConversation(`telegram:42:${at}`, { recency: newestFirst(at) })),
  );
  const page = await pull(store, team, { collection: 'conversations', checkpoint: null, limit: 2 });
  expect(page.documents.map(({ id }) => id)).toEqual([3, 2].map((day) => `telegram:42:${day * 86_400_000}`));
});

test('settings that every screen needs arrive before the judged queries, each kind newest first', async () => {
  const store = createMemoryStore();
  const { settings } = openTeamDocuments(store, team.teamId);
  await settings.insertMany([
    ...Array.from({ length: 30 }, (_, at) => ({ ...sampleJudgement(`запрос ${at}`, []), updatedAt: 1000 + at })),
    { ...sampleAgentSetting('rag'), updatedAt: 1 },
    { ...sampleAgentSetting('intake'), updatedAt: 2 },
    { ...newSetting(settingKinds.team.sample.value), updatedAt: 3 },
  ]);
  const next = (checkpoint: SyncCheckpoint | null) =>
    pull(store, team, { collection: 'settings', checkpoint, limit: 10 });
  const first = await next(null);
  expect(first.documents.map(({ id }) => id)).toEqual([
    ...['team', 'agent:intake', 'agent:rag'],
    ...[29, 28, 27, 26, 25, 24, 23].map((at) => judgementIdOf(`запрос ${at}`)),
  ]);
  const all = await pullAll(next, first.checkpoint);
  expect(all.size).toBe(23);
  // A cursor of a version that knew another order begins the pages anew and misses nothing.
  const former = { ...first.checkpoint, cursor: '33 %5B%22former%22%5D' };
  expect((await pullAll(next, former)).size).toBe(33);
});

test('behind the first pull come the changes since it began, deletions among them', async () => {
  const { documents, next } = await open(25);
  const first = await next(null);
  await documents.leads.delete(['lead:24']);
  await documents.leads.put({ ...leadOf(0), stage: 'won', updatedAt: 5_000 });
  const rest = await pullAll(next, first.checkpoint);
  expect(rest.get('lead:24')).toMatchObject({ _deleted: true });
  expect(rest.get('lead:0')).toMatchObject({ stage: 'won', _deleted: false });
  expect(rest.size).toBe(25 - 10 + 1);
});

test('a device that was away is told how far it is behind, when it asks', async () => {
  const { store, documents, next } = await open(3);
  const { checkpoint } = await next(null);
  await documents.leads.insertMany(Array.from({ length: 25 }, (_, at) => leadOf(100 + at)));
  await documents.leads.delete(['lead:0']);
  const ask = (from: SyncCheckpoint) =>
    pull(store, team, { collection: 'leads', checkpoint: from, limit: 10, count: true });
  const first = await ask(checkpoint);
  expect([first.documents.length, first.remaining]).toEqual([10, 16]);
  const last = await ask((await ask(first.checkpoint)).checkpoint);
  expect([last.documents.length, last.remaining, last.more]).toEqual([6, 0, false]);
  expect(await next(checkpoint)).not.toHaveProperty('remaining');
});

test('an empty collection is pulled with one request', async () => {
  const { next } = await open(0);
  expect(await next(null)).toMatchObject({ documents: [], more: false, total: 0 });
});

test('a page holds 1,000 documents at most, however many are asked for', async () => {
  const { next } = await open(1_001);
  const page = await next(null, 2_000);
  expect([page.documents.length, page.more]).toEqual([1_000, true]);
  const last = await next(page.checkpoint, 2_000);
  expect([last.documents.length, last.more]).toEqual([1, false]);
});

/** Documents whose notes make each about so many characters long, in the order of `lengths`. */
const openLong = async (lengths: readonly number[], collection: 'leads' | 'messages' = 'leads') => {
  const store = createMemoryStore();
  const database = openTeamCollection(store, team.teamId, collection);
  const bodyOf = (at: number, length: number) => ({ ...leadOf(at), note: 'x'.repeat(length) });
  await database.write(
    lengths.map((length, at) => ({ id: `lead:${String(at).padStart(4, '0')}`, body: bodyOf(at, length) })),
  );
  return store;
};

const lengthOf = (page: PullResponse): number => JSON.stringify(page.documents).length;

test('a page is bounded in its length as well, has one document at least, and misses none', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(fc.nat(500), fc.nat(300_000), fc.integer({ min: 1_400_000, max: 2_000_000 })), {
        maxLength: 60,
      }),
      fc.integer({ min: 1, max: 100 }),
      // One that is read by an index, and one by its last writes.
      fc.constantFrom('leads' as const, 'messages' as const),
      async (lengths, limit, collection) => {
        const store = await openLong(lengths, collection);
        const backend = await store.backendId();
        for (const from of [null, { backend: 'another', sequence: '0' }]) {
          const seen: string[] = [];
          let page: PullResponse;
          let checkpoint: SyncCheckpoint | null = from;
          do {
            page = await pull(store, team, { collection, checkpoint, limit });
            if (page.documents.length > 1) expect(lengthOf(page)).toBeLessThan(FULL_PAGE_LENGTH + 200 * limit);
            if (page.more) expect(page.documents.length).toBeGreaterThan(0);
            seen.push(...page.documents.map(({ id }) => id));
            ({ checkpoint } = page);
          } while (page.more);
          expect(checkpoint.backend).toBe(backend);
          expect(new Set(seen).size).toBe(seen.length);
          expect(seen.length).toBe(lengths.length);
        }
      },
    ),
    { seed: 12, numRuns: 20 },
  );
});

test('many large documents cost a page of a few megabytes to read, not all of them', async () => {
  const store = await openLong(Array.from({ length: 200 }, () => 500_000));
  const database = openTeamCollection(store, team.teamId, 'leads');
  let read = 0;
  const find = database.find.bind(database);
  vi.spyOn(database, 'find').mockImplementation(async (query) => {
    const page = await find(query);
    read += page.documents.length;
    return page;
  });
  const page = await pull(store, team, { collection: 'leads', checkpoint: null, limit: 1_000 });
  expect([page.documents.length, page.more]).toEqual([2, true]);
  expect(read).toBeLessThanOrEqual(20);
});

test('many large documents read by their last writes cost no more', async () => {
  const store = await openLong([...Array.from({ length: 200 }, () => 500_000), 10], 'messages');
  const latest = vi.spyOn(openTeamCollection(store, team.teamId, 'messages'), 'latest');
  const page = await pull(store, team, { collection: 'messages', checkpoint: null, limit: 1_000 });
  expect([page.documents.length, page.more]).toEqual([3, true]);
  expect(latest.mock.calls.reduce((sum, [{ limit }]) => sum + limit, 0)).toBeLessThanOrEqual(110);
});

test('documents asked for by their ids come as far as there is room, and the others are named', async () => {
  const store = await openLong([10, 1_000_000, 1_000_000, 20]);
  const ids = ['lead:0003', 'never', 'lead:0001', 'gone', 'lead:0002', 'lead:0000'];
  const first = await pull(store, team, { collection: 'leads', checkpoint: null, limit: 10, ids });
  expect(first.documents.map(({ id }) => id)).toEqual(['lead:0003', 'lead:0001']);
  expect(first.rest).toEqual(['gone', 'lead:0002', 'lead:0000']);
  const others = await pull(store, team, { collection: 'leads', checkpoint: null, limit: 10, ids: first.rest ?? [] });
  expect(others.documents.map(({ id }) => id)).toEqual(['lead:0002', 'lead:0000']);
  expect(others.rest).toBeUndefined();
});

test('documents that were never there cost no request each', async () => {
  const { store } = await open(1);
  const database = openTeamCollection(store, team.teamId, 'leads');
  const getMany = vi.spyOn(database, 'getMany');
  const ids = [...Array.from({ length: 199 }, (_, at) => `never:${at}`), 'lead:0'];
  const found = await pull(store, team, { collection: 'leads', checkpoint: null, limit: 10, ids });
  expect(found.documents.map(({ id }) => id)).toEqual(['lead:0']);
  expect(getMany.mock.calls.length).toBeLessThan(5);
});

test('a checkpoint of another store, or one that the store does not know, replays everything with the deletions', async () => {
  const { store, documents, next } = await open(3);
  await documents.leads.delete(['lead:1']);
  const backend = await store.backendId();
  for (const checkpoint of [
    { backend: 'another', sequence: '3' },
    { backend: 'another', sequence: '3', cursor: '3 x' },
    { backend, sequence: 'nonsense' },
    { backend, sequence: 'nonsense', cursor: 'nonsense' },
  ]) {
    const page = await next(checkpoint);
    expect(page.documents).toHaveLength(3);
    expect(page.documents.at(-1)).toMatchObject({ id: 'lead:1', _deleted: true });
    expect(page.restarted).toBe(true);
    expect((await next(page.checkpoint)).restarted).toBeUndefined();
  }
});

test('a collection that is read by its last writes is resumed, and began no later than its first page', async () => {
  const store = await openLong(
    Array.from({ length: 25 }, () => 10),
    'messages',
  );
  const stored = openTeamCollection(store, team.teamId, 'messages');
  const next = (checkpoint: SyncCheckpoint | null) =>
    pull(store, team, { collection: 'messages', checkpoint, limit: 10 });
  const latest = stored.latest.bind(stored);
  vi.spyOn(stored, 'latest').mockImplementationOnce(async (query) => {
    const page = await latest(query);
    await stored.write([{ id: 'late', body: {} }]);
    return page;
  });
  const first = await next(null);
  expect(first.documents.map(({ id }) => id)).toEqual(Array.from({ length: 10 }, (_, at) => `lead:00${24 - at}`));
  expect(first.total).toBeGreaterThanOrEqual(25);
  // A cursor of a version that read an index begins the pages anew, from the same beginning.
  const former = { ...first.checkpoint, cursor: '25 %5B%22former%22%5D' };
  for (const from of [first.checkpoint, former, first.beginning ?? null]) {
    const rest = await pullAll(next, from);
    expect([...rest.keys()]).toContain('late');
    expect(new Set([...rest.keys(), ...first.documents.map(({ id }) => id)]).size).toBe(26);
  }
});

test('a cursor that cannot be read begins the first pull anew', async () => {
  const { next } = await open(15);
  const { checkpoint } = await next(null);
  const page = await next({ ...checkpoint, cursor: '15 ["another index",[1],"x"]' });
  expect(page.documents[0]?.id).toBe('lead:14');
  expect(page.total).toBe(15);
});

type Write = { readonly lead: number; readonly age: number | 'deleted' };
const writeArbitrary: fc.Arbitrary<Write> = fc.record({
  lead: fc.nat(11),
  age: fc.oneof({ arbitrary: fc.nat(20), weight: 3 }, { arbitrary: fc.constant('deleted' as const), weight: 1 }),
});

const applyWrite = async (store: DocumentStore, teamId: string, { lead, age }: Write): Promise<void> => {
  const { leads } = openTeamDocuments(store, teamId);
  if (age === 'deleted') await leads.delete([`lead:${lead}`]);
  else await leads.put(sampleLead(`lead:${lead}`, { updatedAt: 1_000 + age }));
};

test('however documents change between the pages, a client ends with what the server holds', async () => {
  const store = openEmbeddedStore({ directory: folder });
  let run = 0;
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.array(writeArbitrary, { maxLength: 20 }),
        fc.array(fc.array(writeArbitrary, { maxLength: 4 }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 4 }),
        async (before, between, limit) => {
          run += 1;
          const teamId = `run${run}`;
          const writes = between.values();
          for (const write of before) await applyWrite(store, teamId, write);
          const held = await pullAll(async (checkpoint) => {
            const page = await pull(store, { teamId }, { collection: 'leads', checkpoint, limit });
            const batch = writes.next().value ?? [];
            for (const write of batch) await applyWrite(store, teamId, write);
            // Whatever is written behind the last page, the stream tells.
            return { ...page, more: page.more || batch.length > 0 };
          }, null);
          const living = [...held.values()].filter((document) => !document._deleted);
          const { items } = await openTeamDocuments(store, teamId).leads.find({
            index: ['updatedAt'],
            equals: [],
            limit: 100,
          });
          const times = (documents: readonly SyncDocument[]) =>
            Object.fromEntries(documents.map(({ id, updatedAt }) => [id, updatedAt]));
          expect(times(living)).toEqual(times(items.map((item) => ({ ...item, _deleted: false }))));
        },
      ),
      { numRuns: 150 },
    );
  } finally {
    await store.close();
  }
});
