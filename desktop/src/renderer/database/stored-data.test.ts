import 'fake-indexeddb/auto';
import { sampleLead, sampleRun } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openingFailureOf } from '../base/storage-failure.ts';
import { answerOf } from '../storage/idb.ts';
import { readUnsent } from '../workspace/read-unsent.ts';
import { finishRemovals, planRemoval } from '../workspace/removals.ts';
import { dropSearchSnapshot, listStored } from './stored-databases.ts';
import { openWorkspace, type Workspace } from './workspace-database.ts';

let name: string;
const opened: Workspace[] = [];
const open = async (named = name): Promise<Workspace> => {
  const workspace = await openWorkspace({ name: named, multiInstance: false, only: ['leads', 'contacts'] });
  opened.push(workspace);
  return workspace;
};

const kept = new Map<string, string>();

beforeEach(() => {
  name = `inbetwin-${crypto.randomUUID()}`;
  kept.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});

afterEach(async () => {
  vi.unstubAllGlobals();
  for (const workspace of opened.splice(0)) if (!workspace.database.closed) await workspace.close();
});

const databaseOf = async (part: string): Promise<string> => {
  const found = (await listStored(name)).find((stored) => stored.part === part);
  if (!found) throw new Error(`${part} is not stored.`);
  return found.name;
};

/** Changes records behind RxDB's back. */
const tamper = async (part: string, change: (store: IDBObjectStore) => void): Promise<void> => {
  const database = await answerOf(indexedDB.open(await databaseOf(part)));
  const transaction = database.transaction('docs', 'readwrite');
  change(transaction.objectStore('docs'));
  await new Promise((resolve) => {
    transaction.oncomplete = resolve;
  });
  database.close();
};

const snapshotOf = (workspace: string): Promise<IDBDatabase> => answerOf(indexedDB.open(`${workspace}-search`, 1));
const namesOf = async (workspace: string) =>
  (await indexedDB.databases()).map((one) => one.name ?? '').filter((one) => one.includes(workspace));

test('what is on this device alone is read without RxDB: changes, deletions and drafts, not what the server has', async () => {
  const workspace = await open();
  await workspace.collections.leads.bulkInsert([sampleLead('lead:1'), sampleLead('lead:2'), sampleLead('lead:3')]);
  workspace.drafts.write('c1', 'Сейчас уточню');
  workspace.forms.write({ collection: 'leads', id: 'l1' }, { title: { value: 'Шатёр', shown: { id: 'l1' } } });
  await (await workspace.collections.leads.findOne('lead:3').exec(true)).remove();
  await workspace.close();
  const lead = { id: 'lead:4', _deleted: '0', _meta: { lwt: 1, clean: true } };
  await tamper('leads', (store) => store.put(lead));

  const unsent = await readUnsent(name);
  const ids = unsent.changes.map(({ collection, document }) => [collection, (document as { id: string }).id]);
  expect(ids.toSorted()).toEqual([
    ['leads', 'lead:1'],
    ['leads', 'lead:2'],
    ['leads', 'lead:3'],
  ]);
  expect(unsent.drafts).toEqual([{ conversationId: 'c1', text: 'Сейчас уточню' }]);
  expect(unsent.forms).toMatchObject([{ key: 'leads/l1/', fields: { title: { value: 'Шатёр' } } }]);
  expect(unsent.unreadable).toEqual([]);
});

test('a part whose table is gone is told of, and the others are read', async () => {
  const workspace = await open();
  await workspace.collections.leads.insert(sampleLead());
  await workspace.close();
  const broken = await databaseOf('contacts');
  await answerOf(indexedDB.deleteDatabase(broken));
  (await answerOf(indexedDB.open(broken, 20))).close();

  const unsent = await readUnsent(name);
  expect(unsent.changes).toHaveLength(1);
  expect(unsent.unreadable).toEqual([{ part: 'contacts' }]);
});

test('a record that is no document is among what is not sent, rather than lost', async () => {
  await (await open()).close();
  await tamper('leads', (store) => store.put({ id: 'odd', _meta: 'broken' }));
  expect((await readUnsent(name)).changes).toMatchObject([
    { collection: 'leads', document: { id: 'odd', _meta: 'broken' } },
  ]);
});

test('reading what is not there makes nothing', async () => {
  await expect(readUnsent(name)).rejects.toThrow('Nothing');
  expect(await namesOf(name)).toEqual([]);
});

test('a removal that was planned takes documents, drafts, opened runs and snapshot, and nothing of anybody else', async () => {
  const other = `${name}2`;
  for (const named of [name, other]) {
    const workspace = await open(named);
    await workspace.collections.leads.insert(sampleLead());
    workspace.drafts.write('c1', 'Черновик');
    await workspace.keptRuns.keep(sampleRun('run:1'));
    await workspace.close();
    (await snapshotOf(named)).close();
  }
  const before = await namesOf(other);
  planRemoval(name);
  await finishRemovals();
  expect(await namesOf(`${name}-`)).toEqual([]);
  expect(await namesOf(other)).toEqual(before);
  expect([...kept.keys()]).toEqual([]);
  const again = await open();
  expect(await again.collections.leads.count().exec()).toBe(0);
  expect(await again.drafts.read('c1')).toBe('');
  expect(await again.keptRuns.list()).toEqual([]);
});

test('a removal that a power cut ended in the middle goes on, though the browser had not written that it was planned', async () => {
  const workspace = await open();
  await workspace.collections.leads.insert(sampleLead());
  await workspace.close();
  const before = await namesOf(`${name}-`);
  planRemoval(name);
  const { deleteDatabase } = indexedDB;
  let left = 2;
  const cut = vi.spyOn(indexedDB, 'deleteDatabase').mockImplementation((database) => {
    if (left-- <= 0) throw new Error('No power.');
    return deleteDatabase.call(indexedDB, database);
  });
  await expect(finishRemovals()).rejects.toThrow('No power.');
  cut.mockRestore();
  await vi.waitFor(async () => expect((await namesOf(`${name}-`)).length).toBeLessThan(before.length));
  expect(await namesOf(`${name}-`)).not.toEqual([]);
  kept.clear();
  await finishRemovals();
  expect(await namesOf(`${name}-`)).toEqual([]);
  await (await open()).collections.leads.insert(sampleLead());
  await finishRemovals();
  expect(await opened.at(-1)?.collections.leads.count().exec()).toBe(1);
});

test('a window that has the copy open lets go of it, and is told', async () => {
  const workspace = await open();
  const heard = vi.fn();
  workspace.health.subscribe(heard);
  planRemoval(name);
  await finishRemovals();
  expect(workspace.health.problem()).toBe('device.closed');
  expect(heard).toHaveBeenCalled();
});

test('the search snapshot can be dropped alone', async () => {
  (await snapshotOf(name)).close();
  expect(await dropSearchSnapshot(name)).toBe(true);
  expect(await dropSearchSnapshot(name)).toBe(false);
});

test('what a newer program stored is not opened, and not passed by', async () => {
  const workspace = await open();
  await workspace.collections.leads.insert(sampleLead());
  await workspace.close();
  const newer = (await databaseOf('leads')).replace(/--\d+--leads$/, '--99--leads');
  (await answerOf(indexedDB.open(newer, 10))).close();
  await expect(open()).rejects.toMatchObject({ code: 'device.version' });
});

test('another schema under the same version is known for what it is', async () => {
  await (await open()).close();
  await tamper('_rxdb_internal', (store) => {
    store.openCursor().onsuccess = ({ target }) => {
      const cursor = (target as IDBRequest<IDBCursorWithValue | null>).result;
      if (!cursor) return;
      if (String(cursor.key).includes('leads')) {
        cursor.update({ ...cursor.value, data: { ...cursor.value.data, schemaHash: 'other', schema: {} } });
      }
      cursor.continue();
    };
  });
  const failure = await open().catch(openingFailureOf);
  expect(failure).toMatchObject({ code: 'device.version' });
});
