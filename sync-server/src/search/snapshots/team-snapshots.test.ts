import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BlobStore } from '@inbetwin/shared/ports/blob-store.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDiskBlobStore } from '../../store/blobs/disk-blob-store.ts';
import { openTeamSnapshots, type TeamSnapshots } from './team-snapshots.ts';

let folder: string;
let blobs: BlobStore;
let store: DocumentStore;

/** As another process of the same installation opens it. */
const open = (teamId = 't1'): TeamSnapshots => openTeamSnapshots({ store, blobs }, teamId);
const put = (text: string, teamId = 't1'): Promise<string> => blobs.put(teamId, new TextEncoder().encode(text));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inbetwin-snapshots-'));
  blobs = createDiskBlobStore(folder);
  store = createMemoryStore();
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

it('keeps the latest snapshot of a team only, and other teams’ alone', async () => {
  const other = await put('other', 't2');
  await open('t2').replace(other);
  await put('left by a killed process');
  for (const text of ['first', 'second', 'second']) {
    const digest = await put(text);
    await open().replace(digest);
    expect(await open().latest()).toBe(digest);
    expect(await blobs.list('t1')).toEqual([digest]);
  }
  await open().replace(undefined);
  expect(await open().latest()).toBeUndefined();
  expect(await blobs.list('t1')).toEqual([]);
  expect(await open('t2').latest()).toBe(other);
  expect(await blobs.list('t2')).toEqual([other]);
});

it('names a blob that is there or none when two processes replace it at the same time', async () => {
  for (let round = 0; round < 20; round++) {
    const save = async (process: number) => open().replace(await put(`${round} of ${process}`));
    await Promise.all([save(1), save(2)]);
    const latest = await open().latest();
    const stored = await blobs.list('t1');
    expect(stored.length).toBeLessThanOrEqual(1);
    expect(stored.every((digest) => digest === latest)).toBe(true);
  }
});

it('discards only the snapshot that cannot be used', async () => {
  const bad = await put('bad');
  await open().replace(bad);
  const good = await put('good');
  await open().replace(good);
  await open().discard(bad);
  expect(await open().latest()).toBe(good);
  await open().discard(good);
  expect(await open().latest()).toBeUndefined();
  expect(await blobs.list('t1')).toEqual([]);
});
