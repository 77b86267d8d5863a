import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { BlobStore, ByteRange } from '@inbetwin/shared/ports/blob-store.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { usingBlob } from './blobs/blob-bytes.ts';
import { digestOf } from './blobs/blob-digest.ts';
import { createDiskBlobStore } from './blobs/disk-blob-store.ts';
import { createCouchBlobStore } from './couch/couch-blob-store.ts';
import { type FakeCouch, startFakeCouch } from './testing/fake-couch.ts';
import { newTestLocation, removeTestDatabases } from './testing/open-test-store.ts';

const directory = await mkdtemp(join(tmpdir(), 'inbetwin-blobs-'));
let couch: FakeCouch;
beforeAll(async () => {
  couch = await startFakeCouch();
});
afterAll(async () => {
  await couch.close();
  await rm(directory, { recursive: true, force: true });
});

const { COUCHDB_URL } = process.env;
const real = COUCHDB_URL ? newTestLocation(COUCHDB_URL) : undefined;
afterAll(async () => {
  if (real) await removeTestDatabases(real);
});

const kinds: readonly (readonly [string, () => BlobStore])[] = [
  ['disk', () => createDiskBlobStore(directory)],
  ['CouchDB, over HTTP to a stand-in', () => createCouchBlobStore({ url: couch.url })],
  ...(real ? [['CouchDB, a real one', () => createCouchBlobStore(real)] as const] : []),
];

describe.each(kinds)('blob store: %s', (_name, open) => {
  const team = `t${randomUUID().slice(0, 8)}`;

  it('gives back the bytes under their digest, also after the same bytes came again', async () => {
    const store = open();
    for (const bytes of [new Uint8Array(), new Uint8Array([0, 255, 10, 13]), randomBytes(300_000)]) {
      const digest = await store.put(team, bytes);
      expect(digest).toBe(digestOf(bytes));
      expect(await store.put(team, bytes)).toBe(digest);
      expect(Buffer.compare((await open().get(team, digest)) ?? Buffer.from('missing'), bytes)).toBe(0);
    }
  });

  it('takes bytes as they come, under the digest of all of them', async () => {
    const store = open();
    const bytes = randomBytes(300_000);
    async function* chunks() {
      for (let at = 0; at < bytes.length; at += 70_000) yield bytes.subarray(at, at + 70_000);
    }
    const stored = { digest: digestOf(bytes), size: bytes.length };
    expect(await store.putStream(team, chunks())).toEqual(stored);
    expect(await store.putStream(team, chunks())).toEqual(stored);
    expect(await store.get(team, stored.digest)).toEqual(new Uint8Array(bytes));
  });

  it('lists what is stored for a team', async () => {
    const store = open();
    const own = `${team}-listed`;
    expect(await store.list(own)).toEqual([]);
    const digests = [await store.put(own, randomBytes(10)), await store.put(own, randomBytes(20))];
    const gone = await store.put(own, randomBytes(30));
    await store.delete(own, gone);
    expect((await store.list(own)).toSorted()).toEqual(digests.toSorted());
  });

  it('keeps nothing of a stream that breaks off', async () => {
    const store = open();
    const own = `${team}-broken`;
    async function* broken() {
      yield randomBytes(70_000);
      throw new Error('cut');
    }
    await expect(store.putStream(own, broken())).rejects.toThrow('cut');
    expect(await store.usage(own)).toBe(0);
  });

  it('takes the same new bytes from several writers at once', async () => {
    const bytes = randomBytes(50_000);
    const digests = await Promise.all(Array.from({ length: 6 }, () => open().put(team, bytes)));
    expect(new Set(digests).size).toBe(1);
    expect(await open().get(team, digests[0] ?? '')).toHaveLength(50_000);
  });

  it('is read in parts and by ranges, as far as its reader wants', async () => {
    const store = open();
    const bytes = randomBytes(300_000);
    const digest = await store.put(team, bytes);
    const read = async (range?: ByteRange): Promise<Buffer> => {
      const blob = await store.open(team, digest);
      if (!blob) throw new Error('Nothing is stored.');
      expect(blob.size).toBe(300_000);
      return usingBlob(blob, async (opened) => buffer(opened.bytes(range)));
    };
    expect((await read()).equals(bytes)).toBe(true);
    for (const [start, end] of [
      [0, 0],
      [0, 299_999],
      [65_535, 65_537],
      [299_999, 299_999],
    ] as const) {
      expect((await read({ start, end })).equals(bytes.subarray(start, end + 1))).toBe(true);
    }
    const blob = await store.open(team, digest);
    for await (const chunk of blob?.bytes() ?? []) {
      expect(chunk.length).toBeLessThan(300_000);
      break;
    }
    await blob?.close();
    await (await store.open(team, digest))?.close();
    expect(await store.open(team, digestOf(Buffer.from('never there')))).toBeUndefined();
    expect(await store.open(team, '../../etc/passwd')).toBeUndefined();
  });

  it('tells which of many are stored, for a team without files too', async () => {
    const store = open();
    expect(await store.findStored(`${team}-empty`, [digestOf(Buffer.from('a'))])).toEqual(new Set());
    const kept = await store.put(team, Buffer.from('kept'));
    const removed = await store.put(team, Buffer.from('removed'));
    await store.delete(team, removed);
    const asked = [kept, removed, digestOf(Buffer.from('never there')), '../../etc/passwd', ''];
    expect(await store.findStored(team, asked)).toEqual(new Set([kept]));
    expect(await store.findStored(team, [])).toEqual(new Set());
    expect(await store.findStored('another-team', [kept])).toEqual(new Set());
  });

  it('keeps teams apart', async () => {
    const digest = await open().put(team, Buffer.from('ours'));
    expect(await open().get('another-team', digest)).toBeUndefined();
  });

  it('deletes, and stores again afterwards', async () => {
    const store = open();
    const digest = await store.put(team, Buffer.from('short-lived'));
    await store.delete(team, digest);
    await store.delete(team, digest);
    expect(await store.get(team, digest)).toBeUndefined();
    await store.put(team, Buffer.from('short-lived'));
    expect(await store.get(team, digest)).toBeDefined();
  });

  it('takes no name that could lead elsewhere', async () => {
    const store = open();
    expect(await store.get(team, '../../etc/passwd')).toBeUndefined();
    await store.delete(team, '../x');
    for (const bad of ['..', '../other', '', 'A', 'a/b']) {
      await expect(store.put(bad, Buffer.from('x'))).rejects.toMatchObject({ code: 'request.invalid' });
    }
  });
});

describe('blob store on disk', () => {
  it('says so when a file was damaged, and mends it when the bytes come again', async () => {
    const store = createDiskBlobStore(directory);
    const digest = await store.put('damaged', Buffer.from('whole'));
    await writeFile(join(directory, 'damaged', digest.slice(0, 2), digest), 'who');
    await expect(store.get('damaged', digest)).rejects.toMatchObject({ code: 'store.unavailable' });
    await store.put('damaged', Buffer.from('whole'));
    expect(Buffer.from((await store.get('damaged', digest)) ?? []).toString()).toBe('whole');
  });

  it('clears away what a killed process left half-written, and nothing younger', async () => {
    const parts = join(directory, '.parts');
    await mkdir(parts, { recursive: true });
    for (const name of ['old', 'young']) await writeFile(join(parts, name), 'half');
    await utimes(join(parts, 'old'), 0, 0);
    await createDiskBlobStore(directory).put('a', Buffer.from('something new'));
    expect(await readdir(parts)).toEqual(['young']);
  });

  it('names the folder it cannot use', async () => {
    const file = join(directory, 'a-file');
    await writeFile(file, '');
    const put = createDiskBlobStore(file).put('a', Buffer.from('x'));
    await expect(put).rejects.toMatchObject({ code: 'store.unavailable', message: expect.stringContaining(file) });
  });
});

describe('blob store on CouchDB', () => {
  it('keeps each kind of blob apart, so that saved indexes count as nobody’s files', async () => {
    const [files, search] = (['files', 'search'] as const).map((kind) =>
      createCouchBlobStore({ url: couch.url, kind }),
    );
    const digest = await search?.put('kinds', randomBytes(100_000));
    expect(await search?.list('kinds')).toEqual([digest]);
    expect(await files?.list('kinds')).toEqual([]);
    expect(await files?.usage('kinds')).toBe(0);
  });
});

describe('blob store on CouchDB, on a bad day', () => {
  it('fails clearly, stays alive and works again afterwards', async () => {
    const store = createCouchBlobStore({ url: couch.url });
    const bytes = randomBytes(200_000);
    for (const how of [500, 503, 429, 'cut'] as const) {
      couch.spoil(/^PUT .*bytes$/, how);
      await expect(store.put('bad', bytes)).rejects.toMatchObject({ code: 'store.unavailable' });
    }
    couch.spoil(/^PUT .*bytes$/, 507);
    await expect(store.put('bad', bytes)).rejects.toMatchObject({ code: 'store.full' });
    couch.spoil(/^PUT .*bytes$/, 'lost answer');
    const digest = await store.put('bad', bytes);
    const uploads = () => couch.requests.filter((line) => /^PUT .*bytes$/.test(line)).length;
    const before = uploads();
    expect(await store.put('bad', bytes)).toBe(digest);
    expect(uploads()).toBe(before);
    for (const how of [500, 'cut', 'half answer'] as const) {
      couch.spoil(/^GET .*bytes$/, how);
      await expect(store.get('bad', digest)).rejects.toMatchObject({ code: 'store.unavailable' });
    }
    expect(await store.get('bad', digest)).toHaveLength(200_000);
  });
});
