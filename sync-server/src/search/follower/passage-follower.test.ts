import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Passage } from '@inbetwin/shared/entities/passage.ts';
import type { BlobStore } from '@inbetwin/shared/ports/blob-store.ts';
import type { DocumentCollection, DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { openTeamDocuments, type TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createSearchIndex } from '@inbetwin/shared/search/create-search-index.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import type { SaveTiming } from '@inbetwin/shared/timing/save-schedule.ts';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createDiskBlobStore } from '../../store/blobs/disk-blob-store.ts';
import { openTeamSnapshots, type TeamSnapshots } from '../snapshots/team-snapshots.ts';
import { createInlineThread, type InlineThread } from '../testing/inline-thread.ts';
import { followPassages, type PassageFollower } from './passage-follower.ts';

const words = ['доставка', 'оплата', 'курьер', 'loft', 'guests', 'аренда'] as const;
/** Saves only when it is closed. */
const rarely: SaveTiming = { quietMs: 1e6, longestMs: 1e6, restMs: 0 };
const atOnce: SaveTiming = { quietMs: 0, longestMs: 0, restMs: 0 };

const passage = (id: string, text: string): Passage => ({
  id,
  sourceId: `source:${id}`,
  position: 0,
  title: '',
  text,
  start: 0,
  end: text.length,
  language: 'ru',
  updatedAt: 1,
});

type Life = { readonly thread: InlineThread; readonly follower: PassageFollower };

let folder: string;
let blobs: BlobStore;
let warnings: unknown[];
let lives: Life[];
let store: DocumentStore;
let documents: TeamDocuments;

const log: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: (...said: unknown[]) => warnings.push(said),
  error: (...said: unknown[]) => warnings.push(said),
};

/** Survives the store that holds the passages. */
let recordStore: DocumentStore;
const records = (): TeamSnapshots => openTeamSnapshots({ store: recordStore, blobs }, 't1');

/** A server's start, with one team. */
const start = (timing: SaveTiming = rarely, database = documents.passages.stored): Life => {
  const thread = createInlineThread(blobs);
  const snapshots = { ...records(), origin: async () => `${await store.backendId()}/${database.name}` };
  const options = { teamId: 't1', passages: database, thread, log };
  const chooseEmbedder = async () => 'builtin' as const;
  const follower = followPassages({ ...options, snapshots, saving: timing, verified: new Set(), chooseEmbedder });
  const life = { thread, follower };
  lives.push(life);
  return life;
};

/** Without time to save anything. */
const kill = async ({ thread, follower }: Life): Promise<void> => {
  thread.kill();
  await follower.close();
};

const resultsOf = async ({ thread }: Life): Promise<unknown[]> => {
  const options = { explain: true };
  return Promise.all(words.map((query) => thread.call('t1', { method: 'search', query, limit: 20, options })));
};

/** Of an index that is built from what is stored. */
const rebuiltResults = async (): Promise<unknown[]> => {
  const index = createSearchIndex({ embedder: 'none' });
  const { changes } = await documents.passages.stored.changes({ limit: 1000 });
  const living = changes.flatMap(({ deleted, id }) => (deleted ? [] : [id]));
  const stored = await documents.passages.getMany(living);
  await index.put(stored);
  return Promise.all(words.map((query) => index.search(query, 20, { explain: true })));
};

const analyzed = ({ thread }: Life): string[] =>
  thread.asked.flatMap((command) => (command.method === 'put' ? command.passages.map(({ id }) => id) : []));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inbetwin-follower-'));
  blobs = createDiskBlobStore(folder);
  recordStore = createMemoryStore();
  warnings = [];
  lives = [];
  store = createMemoryStore();
  documents = openTeamDocuments(store, 't1');
});

afterEach(async () => {
  await Promise.all(lives.map(kill));
  await store.close();
  await rm(folder, { recursive: true });
});

/** Cuts the snapshot off, or spoils a byte, at so many hundredths of its length. */
const damage = async (at: number): Promise<void> => {
  const digest = await records().latest();
  if (digest === undefined) return;
  const file = join(folder, 't1', digest.slice(0, 2), digest);
  const bytes = await readFile(file);
  const place = Math.floor((at / 100) * bytes.length);
  bytes[place] = (bytes[place] ?? 0) ^ 0xff;
  if (place % 2 === 0) await truncate(file, place);
  else await writeFile(file, bytes);
};

const ids = fc.uniqueArray(
  fc.nat(12).map((number) => `p${number}`),
  { minLength: 1, maxLength: 6 },
);
const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('put'), ids, text: fc.array(fc.constantFrom(...words)) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('remove'), ids }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('settle', 'close', 'kill') }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('crash', 'rebuild', 'replace store') }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('damage'), at: fc.nat(99) }),
    },
  ),
  { maxLength: 16 },
);

it('answers like a rebuilt index after any changes, restarts, crashes and damage', async () => {
  const restart = async (life: Life): Promise<Life> => {
    await life.follower.close();
    return start(atOnce);
  };
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      store = createMemoryStore();
      documents = openTeamDocuments(store, 't1');
      await records().replace(undefined);
      let life = start(atOnce);
      for (const step of taken) {
        if ('text' in step) {
          for (const id of step.ids) await documents.passages.put(passage(id, step.text.join(' ')));
        } else if ('ids' in step) await documents.passages.delete(step.ids);
        else if ('at' in step) {
          life = await restart(life);
          await kill(life);
          await damage(step.at);
          life = start(atOnce);
        } else if (step.kind === 'settle') await life.follower.caughtUp();
        else if (step.kind === 'close') life = await restart(life);
        else if (step.kind === 'rebuild') await life.follower.rebuild();
        else if (step.kind === 'crash') life.thread.crash();
        else if (step.kind === 'kill') {
          await kill(life);
          life = start(atOnce);
        } else await store.deleteDatabase('team-t1');
      }
      await vi.waitFor(() => life.follower.caughtUp());
      expect(await resultsOf(life)).toEqual(await rebuiltResults());
      await life.follower.close();
    }),
    { numRuns: 80 },
  );
});

it('analyzes after a restart only what changed since the index was saved', async () => {
  for (const id of ['a', 'b', 'c']) await documents.passages.put(passage(id, 'доставка курьер'));
  const first = start();
  await first.follower.caughtUp();
  expect(analyzed(first)).toEqual(['a', 'b', 'c']);
  await first.follower.close();

  await documents.passages.put(passage('b', 'оплата'));
  await documents.passages.delete(['c']);
  const second = start();
  await second.follower.caughtUp();
  expect(analyzed(second)).toEqual(['b']);
  expect(await resultsOf(second)).toEqual(await rebuiltResults());
  expect(warnings).toEqual([]);

  second.thread.crash();
  await second.follower.caughtUp();
  expect(analyzed(second)).toEqual(['b', 'b']);
  await second.follower.close();
});

it('does not save again what did not change', async () => {
  await documents.passages.put(passage('a', 'доставка'));
  for (const saves of [1, 0]) {
    const { thread, follower } = start();
    await follower.caughtUp();
    await follower.close();
    expect(thread.asked.filter(({ method }) => method === 'save')).toHaveLength(saves);
  }
});

it('saves half of a build on a close, and goes on from there', async () => {
  await documents.passages.insertMany(Array.from({ length: 1000 }, (_, at) => passage(`p${at}`, 'аренда')));
  const { stored } = documents.passages;
  let reads = 0;
  let closed: Promise<void> | undefined;
  const closing: DocumentCollection = {
    ...stored,
    changes: (query) => {
      reads += 1;
      if (reads === 3) closed = first.follower.close();
      return stored.changes(query);
    },
  };
  const first = start(rarely, closing);
  await vi.waitFor(() => expect(closed).toBeDefined());
  await closed;
  expect(analyzed(first)).toHaveLength(600);

  const second = start();
  await second.follower.caughtUp();
  expect(analyzed(second)).toHaveLength(400);
  expect(await second.thread.call('t1', { method: 'count' })).toBe(1000);
  await second.follower.close();
});

it('keeps no snapshot of a team whose knowledge was deleted', async () => {
  await documents.passages.put(passage('a', 'доставка'));
  const first = start();
  await first.follower.caughtUp();
  await first.follower.close();
  expect(await blobs.list('t1')).toHaveLength(1);
  await documents.passages.delete(['a']);
  const second = start();
  await second.follower.caughtUp();
  await second.follower.close();
  expect(await records().latest()).toBeUndefined();
  expect(await blobs.list('t1')).toEqual([]);
});

it('builds anew when the store was put back to an older state that reached the same sequence again', async () => {
  for (const id of ['a', 'b', 'c']) await documents.passages.put(passage(id, 'доставка'));
  const first = start();
  await first.follower.caughtUp();
  await first.follower.close();

  store = createMemoryStore();
  documents = openTeamDocuments(store, 't1');
  for (const text of ['оплата', 'курьер', 'loft', 'guests']) await documents.passages.put(passage('d', text));
  const second = start();
  await vi.waitFor(async () => expect(await resultsOf(second)).toEqual(await rebuiltResults()));
  expect(warnings).toEqual([
    [expect.objectContaining({ reason: expect.stringContaining('stored') }), expect.anything()],
  ]);
  expect(await records().latest()).toBeUndefined();
  expect(await blobs.list('t1')).toEqual([]);
  await second.follower.close();
});

it.each([
  [
    'of another store',
    async () => {
      store = { ...store, backendId: async () => 'another' };
    },
  ],
  ['damaged', () => damage(50)],
])('builds anew from a snapshot that is %s, and says so once', async (_, spoil) => {
  await documents.passages.put(passage('a', 'доставка'));
  const first = start();
  await first.follower.caughtUp();
  await first.follower.close();
  await spoil();
  const second = start();
  await second.follower.caughtUp();
  expect(await resultsOf(second)).toEqual(await rebuiltResults());
  expect(warnings).toHaveLength(1);
  await kill(second);
});

it('builds anew where the snapshot is missing, as on a server that was moved', async () => {
  await documents.passages.put(passage('a', 'доставка'));
  const first = start();
  await first.follower.caughtUp();
  await first.follower.close();
  for (const digest of await blobs.list('t1')) await blobs.delete('t1', digest);
  const second = start();
  await second.follower.caughtUp();
  expect(analyzed(second)).toEqual(['a']);
  await second.follower.close();
  expect(await blobs.list('t1')).toEqual([await records().latest()]);
});

it('does not begin again from a snapshot that brings the thread down', async () => {
  await documents.passages.put(passage('a', 'доставка'));
  const first = start();
  await first.follower.caughtUp();
  await first.follower.close();

  const second = start();
  while (second.thread.asked.length === 0) await Promise.resolve();
  second.thread.crash();
  await vi.waitFor(() => second.follower.caughtUp());
  expect(analyzed(second)).toEqual(['a']);
  await kill(second);
});
