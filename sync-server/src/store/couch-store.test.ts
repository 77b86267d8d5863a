import type { DocumentDatabase, DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openCouchStore } from './couch-store.ts';
import { type BadDay, type FakeCouch, startFakeCouch } from './testing/fake-couch.ts';

const indexes = [['rank']];
const badDays: readonly BadDay[] = [500, 503, 429, 401, 'cut', 'lost answer', 'half answer'];
const unavailable = { code: 'store.unavailable' };

describe('CouchDB store on a bad day', () => {
  let couch: FakeCouch;
  let store: DocumentStore;
  let database: DocumentDatabase;
  let made = 0;

  beforeAll(async () => {
    couch = await startFakeCouch({ maxDocumentSize: 5000 });
  });
  afterAll(() => couch.close());
  beforeEach(async () => {
    store = openCouchStore({ url: couch.url, random: () => 0 });
    database = store.database(`docs-${++made}`, { indexes });
    await database.write([{ id: 'a', body: { id: 'a', rank: 1 } }]);
  });
  afterEach(() => store.close());

  const calls: readonly (readonly [string, RegExp, () => Promise<unknown>])[] = [
    ['get', /_all_docs/, () => database.get('a')],
    ['write', /_bulk_docs/, () => database.write([{ id: `w${++made}`, body: {} }])],
    ['find', /_find/, () => database.find({ index: ['rank'], equals: [], limit: 5 })],
    ['changes', /_changes/, () => database.changes({ limit: 5 })],
    ['sequence', /^GET \/docs-/, () => database.sequence()],
    ['backendId', /^GET \/$/, () => store.backendId()],
    ['listDatabases', /_all_dbs/, () => store.listDatabases('docs')],
    ['check', /inbetwin-health\/_bulk_docs/, () => store.check()],
  ];

  it.each(calls)('%s fails as unavailable, and works again afterwards', async (_name, path, call) => {
    for (const how of badDays) {
      couch.spoil(path, how);
      await expect(call()).rejects.toMatchObject(unavailable);
    }
    await call();
  });

  it('says that the disk is full when CouchDB says so', async () => {
    const write = () => database.write([{ id: 'b', body: { id: 'b' } }]);
    couch.spoil(/_bulk_docs/, 507);
    await expect(write()).rejects.toMatchObject({ code: 'store.full' });
    couch.spoil(/_bulk_docs/, { status: 500, error: 'enospc' });
    await expect(write()).rejects.toMatchObject({ code: 'store.full' });
    expect(await write()).toMatchObject([{ ok: true }]);
  });

  it('tells apart a write whose answer was lost from one that never arrived', async () => {
    couch.spoil(/_bulk_docs/, 'lost answer');
    await expect(database.write([{ id: 'b', body: { id: 'b' } }])).rejects.toMatchObject(unavailable);
    expect(await database.write([{ id: 'b', body: { id: 'b' } }])).toMatchObject([{ ok: false, code: 'conflict' }]);
  });

  it('refuses the one row that is too large and writes the others', async () => {
    const rows = Array.from({ length: 9 }, (_, n) => ({ id: `r${n}`, body: { text: 'x'.repeat(n === 4 ? 9000 : 9) } }));
    const results = await database.write(rows);
    expect(results.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
    expect(results.flatMap((result) => (result.ok ? [] : [[result.id, result.code]]))).toEqual([['r4', 'invalid']]);
  });

  it('makes its database and indexes anew when somebody deleted them', async () => {
    const other = openCouchStore({ url: couch.url });
    await other.deleteDatabase(database.name);
    expect(await database.get('a')).toBeUndefined();
    await other.deleteDatabase(database.name);
    expect(await database.find({ index: ['rank'], equals: [], limit: 5 })).toEqual({ documents: [] });
    await other.deleteDatabase(database.name);
    await other.database(database.name).get('a');
    expect(await database.find({ index: ['rank'], equals: [], limit: 5 })).toEqual({ documents: [] });
    await other.close();
  });

  it('makes an index although another process makes the same one', async () => {
    couch.spoil(/_index/, { status: 500, error: 'error_saving_ddoc' }, 2);
    couch.spoil(/_index/, 409);
    const found = await store.database(`docs-${++made}`, { indexes }).find({ index: ['rank'], equals: [], limit: 1 });
    expect(found.documents).toEqual([]);
  });

  it('keeps following through refusals, cuts and half answers, and misses nothing', async () => {
    const abort = new AbortController();
    const seen: string[] = [];
    const following = (async () => {
      for await (const { changes } of database.follow({ limit: 2, signal: abort.signal })) {
        seen.push(...changes.map(({ id }) => id));
      }
    })();
    const expected = ['a'];
    for (const [n, how] of badDays.entries()) {
      await expect.poll(() => seen, { timeout: 5000 }).toEqual(expected);
      couch.spoil(/_changes/, how);
      await database.write([{ id: `f${n}`, body: { id: `f${n}` } }]);
      expected.push(`f${n}`);
    }
    await expect.poll(() => seen, { timeout: 5000 }).toEqual(expected);
    abort.abort();
    await following;
  });

  it('ends following at once, also while it waits to reconnect', async () => {
    const abort = new AbortController();
    couch.spoil(/_changes/, 'cut', 1000);
    const following = (async () => {
      for await (const _batch of database.follow({ limit: 2, signal: abort.signal })) throw new Error('not expected');
    })();
    await expect.poll(() => couch.requests.filter((line) => line.includes('_changes')).length).toBeGreaterThan(2);
    abort.abort();
    await following;
  });

  it('ignores what other tools keep in a document', async () => {
    const foreign = { docs: [{ _id: 'foreign', pages: 3 }] };
    const { username, password, origin } = new URL(couch.url);
    const authorization = `Basic ${btoa(`${username}:${decodeURIComponent(password)}`)}`;
    const init = { method: 'POST', headers: { authorization }, body: JSON.stringify(foreign) };
    expect((await fetch(`${origin}/${database.name}/_bulk_docs`, init)).status).toBe(201);
    expect(await database.get('foreign')).toMatchObject({ id: 'foreign', deleted: false, body: { pages: 3 } });
  });

  it('names the cause when nobody is there, and shows no password', async () => {
    const nobody = openCouchStore({ url: 'http://admin:secret-word@127.0.0.1:1' });
    const failure = await nobody.check().catch((error: unknown) => error);
    expect(failure).toMatchObject({ ...unavailable, hint: expect.stringContaining('COUCHDB_URL') });
    expect(String(failure)).not.toContain('secret-word');
    await nobody.close();
  });
});
