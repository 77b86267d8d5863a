import 'fake-indexeddb/auto';
import { passages as entity, type Passage, passageSchema } from '@inbetwin/shared/entities/passage.ts';
import fc from 'fast-check';
import { createRxDatabase, type RxCollection, type RxDatabase, type RxDocumentData, type RxStorage } from 'rxdb';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { rxSchemaOf } from '../database/opening/rx-schema.ts';
import { feedIndex, type IndexFeed } from './feed-index.ts';
import { createKeptIndex, type KeptIndex } from './kept-index.ts';
import { loadSnapshot } from './snapshot-store.ts';

type Database = RxDatabase<{ passages: RxCollection<Passage> }>;

let database: Database;
let passages: RxCollection<Passage>;
const feeds: IndexFeed[] = [];
const inMemory = getRxStorageMemory();

const open = async (name: string, storage: RxStorage<unknown, unknown> = inMemory): Promise<void> => {
  database = await createRxDatabase({ name, storage, multiInstance: false });
  ({ passages } = await database.addCollections({ passages: { schema: rxSchemaOf(entity), autoMigrate: false } }));
};

beforeEach(() => open(`feed-${crypto.randomUUID()}`));

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  for (const feed of feeds.splice(0)) feed.stop();
  await database.remove();
});

/** A source of its own each, so that none is taken for a neighbour or a duplicate of another. */
const passage = (id: string, text: string): Passage =>
  passageSchema.parse({
    id,
    sourceId: id,
    position: 0,
    title: '',
    text,
    start: 0,
    end: 1,
    language: 'ru',
    updatedAt: 1,
  });

type Run = {
  readonly index: KeptIndex;
  readonly feed: IndexFeed;
  readonly told: { applied: number; kept: unknown[]; failed: number };
};

const start = (index: KeptIndex = createKeptIndex()): Run => {
  const told: Run['told'] = { applied: 0, kept: [], failed: 0 };
  const feed = feedIndex(passages, index, {
    onApplied: (count) => {
      told.applied += count;
    },
    onFailed: () => {
      told.failed += 1;
    },
    onKept: (problem) => told.kept.push(problem),
    pace: { quietMs: 1, longestMs: Number.POSITIVE_INFINITY, restMs: 0 },
  });
  feeds.push(feed);
  return { index, feed, told };
};

const restart = async (run: Run): Promise<Run> => {
  run.feed.stop();
  const next = start();
  await next.feed.loaded;
  return next;
};

/** Kept once more than until now. */
const keptOnce = ({ told }: Run): Promise<void> => {
  const before = told.kept.length;
  return vi.waitFor(() => expect(told.kept.length).toBeGreaterThan(before), { interval: 2 });
};

const textOf = async (index: KeptIndex, id: string): Promise<string | undefined> =>
  (await index.search('курьер', 5, { filter: { sourceIds: [id] } }))[0]?.text;

const ids = ['a', 'b', 'c', 'd', 'e', 'f'];

const expectSame = async ({ index }: Run): Promise<void> => {
  const stored = new Map((await passages.find().exec()).map(({ id, text }) => [id, text]));
  expect(await index.count()).toBe(stored.size);
  for (const id of ids) expect(await textOf(index, id)).toBe(stored.get(id));
};

const remove = async (id: string): Promise<void> => {
  await (await passages.findOne(id).exec())?.remove();
};

/** As a write of another tab that got its time `agoMs` ago and reached the disk only now. */
const writeLate = async (document: Passage, agoMs: number): Promise<void> => {
  const inner = passages.storageInstance.originalStorageInstance;
  const [previous] = await inner.findDocumentsById([document.id], true);
  const height = Number.parseInt(previous?._rev ?? '0', 10) + 1;
  const row: RxDocumentData<Passage> = {
    ...document,
    _deleted: false,
    _attachments: {},
    _meta: { lwt: Date.now() - agoMs },
    _rev: `${height}-late`,
  };
  await inner.bulkWrite([{ ...(previous && { previous }), document: row }], 'test');
};

const stepArbitrary = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('write' as const), id: fc.constantFrom(...ids) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), id: fc.constantFrom(...ids) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('late' as const), id: fc.constantFrom(...ids) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('kept' as const), id: fc.constantFrom(...ids) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('restart' as const, 'crash' as const) }) },
);

test('equals the collection after any writes, deletions, keepings and restarts', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(stepArbitrary, { maxLength: 16 }), async (steps) => {
      await database.remove();
      await open(`feed-${crypto.randomUUID()}`);
      let run = start();
      let writes = 0;
      for (const step of steps) {
        if (step.kind === 'write') await passages.upsert(passage(step.id, `Курьер ${++writes}.`));
        else if (step.kind === 'remove') await remove(step.id);
        else if (step.kind === 'late') await writeLate(passage(step.id, `Курьер ${++writes}.`), 0.5);
        else if (step.kind === 'restart') run = await restart(run);
        else if (step.kind === 'kept') {
          const keeping = keptOnce(run);
          await passages.upsert(passage(step.id, `Курьер ${++writes}.`));
          await keeping;
        } else if (step.kind === 'crash') {
          run.feed.stop();
          run = start();
        }
      }
      run = await restart(run);
      await expectSame(run);
      run.feed.stop();
    }),
    { numRuns: 60 },
  );
});

const six = (): Passage[] => ids.map((id) => passage(id, 'Курьер привозит заказ.'));

/** What a first start keeps of six passages. */
const keepSix = async (): Promise<void> => {
  await passages.bulkInsert(six());
  const run = start();
  await keptOnce(run);
  run.feed.stop();
};

const startAgain = async (): Promise<Run> => {
  const run = start();
  await run.feed.loaded;
  return run;
};

test('begins with what was kept, and reads only what changed since', async () => {
  await keepSix();
  await passages.upsert(passage('a', 'Курьер звонит.'));
  await remove('b');
  const run = await startAgain();
  // Six that were kept, and two changes.
  expect(run.told.applied).toBe(8);
  await expectSame(run);
});

test('a database opened anew in another session goes on where it was', async () => {
  await database.remove();
  const name = `feed-${crypto.randomUUID()}`;
  await open(name, getRxStorageDexie());
  await keepSix();
  await remove('f');
  await database.close();
  await open(name, getRxStorageDexie());
  const run = await startAgain();
  expect(run.told.applied).toBe(7);
  await expectSame(run);
});

test('finds a write that reached the disk long after it got its time', async () => {
  await passages.bulkInsert(six());
  const run = await startAgain();
  await writeLate(passage('c', 'Курьер опоздал.'), 3_600_000);
  await vi.waitFor(async () => expect(await textOf(run.index, 'c')).toBe('Курьер опоздал.'));
});

test('builds anew when a deletion is in no log any more', async () => {
  await keepSix();
  await remove('a');
  await passages.storageInstance.cleanup(0);
  await expectSame(await startAgain());
});

test('builds anew when the clock was put back', async () => {
  await keepSix();
  const now = Date.now() - 3_600_000;
  vi.spyOn(Date, 'now').mockReturnValue(now);
  await writeLate(passage('a', 'Курьер из прошлого.'), 0);
  await expectSame(await startAgain());
});

test('takes up nothing of another database that had the same name', async () => {
  await keepSix();
  const { name } = database;
  await database.remove();
  await open(name);
  await passages.bulkInsert(six().map((kept) => ({ ...kept, text: 'Курьер другой базы.' })));
  const run = await startAgain();
  expect(run.told.applied).toBe(6);
  await expectSame(run);
});

/** Writes into what is kept, as somebody else could have. */
const overwrite = async (key: string, change: (value: unknown) => unknown): Promise<void> => {
  const opening = indexedDB.open(`${database.name}-search`);
  await new Promise((resolve) => {
    opening.onsuccess = resolve;
  });
  const store = opening.result.transaction('snapshot', 'readwrite').objectStore('snapshot');
  const reading = store.get(key);
  await new Promise((resolve) => {
    reading.onsuccess = () => {
      store.put(change(reading.result), key).onsuccess = resolve;
    };
  });
  opening.result.close();
};

test('builds anew from what another version kept, and says nothing', async () => {
  await keepSix();
  await overwrite('terms', (terms) => ({ ...(typeof terms === 'object' ? terms : {}), version: -1 }));
  const run = await startAgain();
  expect(run.told).toMatchObject({ applied: 6, kept: [] });
  await expectSame(run);
});

test('builds anew from what is broken, and says so', async () => {
  await keepSix();
  await overwrite('terms', () => null);
  const run = await startAgain();
  expect(run.told).toMatchObject({ applied: 6, kept: [expect.any(Error)] });
  await expectSame(run);
});

test('a full disk costs no more than the snapshot, and the next change tries again', async () => {
  const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('The disk is full.', 'QuotaExceededError');
  });
  await passages.bulkInsert(six());
  const run = start();
  await vi.waitFor(() => expect(run.told.kept).toMatchObject([{ name: 'QuotaExceededError' }]));
  full.mockRestore();
  await remove('b');
  await vi.waitFor(() => expect(run.told.kept.at(-1)).toBeUndefined());
  await expectSame(run);
});

test('works where nothing can be kept', async () => {
  vi.stubGlobal('indexedDB', undefined);
  await passages.bulkInsert(six());
  const run = await startAgain();
  expect(run.told).toMatchObject({ applied: 6, kept: [expect.any(Error)], failed: 0 });
  await expectSame(run);
});

test('keeps no place in the log that a late write could still come before', async () => {
  await passages.insert(passage('a', 'Курьер.'));
  await writeLate(passage('b', 'Курьер.'), -3_600_000);
  const kept: { readonly lwt: number; readonly at: number }[] = [];
  const index = createKeptIndex();
  const run = start({ ...index, keep: async ({ lwt }) => void kept.push({ lwt, at: Date.now() }) });
  await keptOnce(run);
  expect(kept.every(({ lwt, at }) => lwt < at)).toBe(true);
});

test('holds no database open that somebody wants to delete', async () => {
  await keepSix();
  const deleting = indexedDB.deleteDatabase(`${database.name}-search`);
  await new Promise((resolve, reject) => {
    deleting.onsuccess = resolve;
    deleting.onblocked = reject;
  });
  expect(await loadSnapshot({ name: `${database.name}-search`, identity: '' })).toBeUndefined();
});
