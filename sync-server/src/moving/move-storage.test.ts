import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { writingStore } from '@inbetwin/shared/testing/writing-store.ts';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCheckpoint } from '../outbox/feed/checkpoint.ts';
import { createDiskBlobStore } from '../store/blobs/disk-blob-store.ts';
import { createCouchBlobStore } from '../store/couch/couch-blob-store.ts';
import { openCouchStore } from '../store/couch/couch-store.ts';
import { openEmbeddedStore } from '../store/embedded/embedded-store.ts';
import { type FakeCouch, startFakeCouch } from '../store/testing/fake-couch.ts';
import { pagesOf } from './copy-database.ts';
import { type MovableStorage, moveStorage, requireNotMoved } from './move-storage.ts';

let couch: FakeCouch;
let directory: string;
let embedded: MovableStorage;
let remote: MovableStorage;
beforeEach(async () => {
  couch = await startFakeCouch();
  directory = await mkdtemp(join(tmpdir(), 'inbetwin-move-'));
  embedded = { store: openEmbeddedStore({ directory }), blobs: createDiskBlobStore(join(directory, 'files')) };
  remote = { store: openCouchStore({ url: couch.url }), blobs: createCouchBlobStore({ url: couch.url }) };
});
afterEach(async () => {
  await Promise.all([embedded.store.close(), remote.store.close()]);
  await couch.close();
  await rm(directory, { recursive: true, force: true });
});

const bytes = Buffer.from('Прайс');

/** Two teams with a deleted document each, accounts, and a file; the outbox of the first has not handled its last two changes. */
const fill = async ({ store, blobs }: MovableStorage): Promise<void> => {
  for (const team of ['crew', 'other']) {
    const messages = store.collection(`team-${team}/messages`);
    const leads = store.collection(`team-${team}/leads`);
    const [, second] = await messages.write(['m1', 'm2', 'm3'].map((id) => ({ id, body: { id, team } })));
    await leads.write([{ id: 'l1', body: { id: 'l1' } }]);
    await messages.write([
      { id: 'm2', rev: second?.ok ? second.rev : '', deleted: true, body: { id: 'm2', seen: {} } },
    ]);
  }
  await store.collection('server/accounts').write([{ id: 'user:1', body: { id: 'user:1' } }]);
  await openCheckpoint(store, 'outbox:crew').write(await store.database('team-crew').sequence());
  await store.collection('team-crew/messages').write(['m4', 'm5'].map((id) => ({ id, body: { id } })));
  await blobs.put('crew', bytes);
};

/** All documents by database, with their contents. */
const read = async (store: DocumentStore) => {
  const found: Record<string, unknown> = {};
  for (const database of ['server', 'team-crew', 'team-other']) {
    for await (const changes of pagesOf(store, database)) {
      for (const { collection, id, deleted, body } of changes) {
        if (collection !== 'checkpoints') found[`${database}/${collection}/${id}`] = { deleted, body };
      }
    }
  }
  return found;
};

const unhandledIn = async (store: DocumentStore): Promise<readonly string[]> => {
  const since = await openCheckpoint(store, 'outbox:crew').read();
  const ids: string[] = [];
  for await (const changes of pagesOf(store, 'team-crew', since)) ids.push(...changes.map(({ id }) => id));
  return ids;
};

const move = (from: MovableStorage, to: MovableStorage) => {
  const moved: string[] = [];
  return moveStorage({ from, to, onMoved: (what) => moved.push(what) }).then(() => moved);
};

test('everything arrives in CouchDB, and what the outbox had not handled is still to be handled there', async () => {
  await fill(embedded);
  const before = await read(embedded.store);
  expect(await move(embedded, remote)).toEqual([
    'team-crew: 6 documents, 1 files',
    'team-other: 4 documents, 0 files',
    'server: 2 documents',
  ]);
  expect(await read(remote.store)).toEqual(before);
  expect(await unhandledIn(remote.store)).toEqual(['m4', 'm5']);
  const [digest = ''] = await remote.blobs.list('crew');
  expect(Buffer.from((await remote.blobs.get('crew', digest)) ?? [])).toEqual(bytes);
});

test('the source cannot be used by mistake, and everything can be moved back with what came since', async () => {
  await fill(embedded);
  await move(embedded, remote);
  await expect(requireNotMoved(embedded)).rejects.toMatchObject({ code: 'store.unavailable' });
  await expect(move(embedded, remote)).rejects.toThrow('moved');
  await requireNotMoved(remote);
  const messages = remote.store.collection('team-crew/messages');
  const m1 = await messages.get('m1');
  await messages.write([{ id: 'm1', rev: m1?.rev ?? '', body: { id: 'm1', edited: true } }]);
  await openCheckpoint(remote.store, 'outbox:crew').write(await remote.store.database('team-crew').sequence());
  await messages.write([{ id: 'm6', body: { id: 'm6' } }]);
  await createCouchBlobStore({ url: couch.url, kind: 'search' }).put(
    'crew',
    Buffer.from('an index, which is not moved'),
  );
  const before = await read(remote.store);

  await move(remote, embedded);
  expect(await read(embedded.store)).toEqual(before);
  expect(await unhandledIn(embedded.store)).toEqual(['m6']);
  expect(await embedded.store.listDatabases('team-crew')).toEqual(['team-crew']);
  await requireNotMoved(embedded);
  await expect(requireNotMoved(remote)).rejects.toMatchObject({ code: 'store.unavailable' });
});

test('wherever it is interrupted, it goes on when it is repeated, and leaves nothing out', async () => {
  await fill(embedded);
  const before = await read(embedded.store);
  let writes = Number.POSITIVE_INFINITY;
  const fragile = writingStore(remote.store, (rows, write) => {
    writes -= 1;
    if (writes < 0) throw new Error('The power went.');
    return write(rows);
  });
  for (let most = 0; most < 20; most++) {
    writes = most;
    const isDone = await move(embedded, { ...remote, store: fragile }).then(
      () => true,
      () => false,
    );
    if (isDone) break;
    expect(most).toBeLessThan(19);
  }
  expect(await read(remote.store)).toEqual(before);
  expect(await unhandledIn(remote.store)).toEqual(expect.arrayContaining(['m4', 'm5']));
});

test('whatever the outbox had handled, the copy has the rest behind its checkpoint', async () => {
  const step = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), isHandled: fc.boolean() });
  let round = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      round += 1;
      const folder = join(directory, `round-${round}`);
      const from = { store: openEmbeddedStore({ directory: folder }), blobs: embedded.blobs };
      const to = { store: openEmbeddedStore({ directory: `${folder}-to` }), blobs: embedded.blobs };
      const messages = from.store.collection('team-crew/messages');
      for (const [n, { id, isHandled }] of steps.entries()) {
        const stored = await messages.get(id);
        await messages.write([{ id, body: { id, n }, ...(stored && { rev: stored.rev }) }]);
        if (isHandled) await openCheckpoint(from.store, 'outbox:crew').write(await messages.sequence());
      }
      const expected = await unhandledIn(from.store);
      await move(from, to);
      expect((await unhandledIn(to.store)).toSorted()).toEqual(expected.toSorted());
      await Promise.all([from.store.close(), to.store.close()]);
    }),
    { numRuns: 25 },
  );
});
