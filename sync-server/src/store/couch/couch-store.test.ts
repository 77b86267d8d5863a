import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { DocumentCollection, DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { type BadDay, type FakeCouch, startFakeCouch } from '../testing/fake-couch.ts';
import { createCouchClient } from './couch-client.ts';
import { openCouchStore } from './couch-store.ts';
import { readCouchUrl } from './couch-url.ts';

const indexes = [['rank']];
const badDays: readonly BadDay[] = [500, 503, 429, 401, 'cut', 'lost answer', 'half answer'];
const unavailable = { code: 'store.unavailable' };

describe('CouchDB store on a bad day', () => {
  let couch: FakeCouch;
  let store: DocumentStore;
  let docs: DocumentCollection;
  const databaseName = () => `docs-${made}`;
  let made = 0;

  beforeAll(async () => {
    couch = await startFakeCouch({ maxDocumentSize: 5000 });
  });
  afterAll(() => couch.close());
  beforeEach(async () => {
    store = openCouchStore({ url: couch.url, random: () => 0 });
    made += 1;
    docs = store.collection(`${databaseName()}/docs`, { indexes });
    await docs.write([{ id: 'a', body: { id: 'a', rank: 1 } }]);
  });
  afterEach(() => {
    couch.forgive();
    return store.close();
  });

  /** Another handle, as another process has it. */
  const withOther = async <T>(use: (other: DocumentStore) => Promise<T>): Promise<T> => {
    const other = openCouchStore({ url: couch.url });
    try {
      return await use(other);
    } finally {
      await other.close();
    }
  };

  const calls: readonly (readonly [string, RegExp, () => Promise<unknown>])[] = [
    ['get', /_all_docs/, () => docs.get('a')],
    ['write', /_bulk_docs/, () => docs.write([{ id: `w${++made}`, body: {} }])],
    ['find', /_view/, () => docs.find({ index: ['rank'], equals: [], limit: 5 })],
    ['changes', /_changes/, () => docs.changes({ limit: 5 })],
    ['latest', /_changes/, () => docs.latest({ limit: 5 })],
    ['countChanges', /_changes/, () => docs.countChanges('0')],
    ['sequence', /^GET \/docs-/, () => docs.sequence()],
    ['backendId', /inbetwin-health\/_all_docs/, () => withOther((other) => other.backendId())],
    ['count', /_view\/ids/, () => docs.count()],
    ['listDatabases', /_all_dbs/, () => store.listDatabases('docs')],
    ['check', /^GET \/inbetwin-health$/, () => store.check()],
  ];

  it.each(calls)('%s fails as unavailable, and works again afterwards', async (_name, path, call) => {
    for (const how of badDays) {
      couch.spoil(path, how);
      await expect(call()).rejects.toMatchObject(unavailable);
    }
    await call();
  });

  it('says that the disk is full when CouchDB says so', async () => {
    const write = () => docs.write([{ id: 'b', body: { id: 'b' } }]);
    couch.spoil(/_bulk_docs/, 507);
    await expect(write()).rejects.toMatchObject({ code: 'store.full' });
    couch.spoil(/_bulk_docs/, { status: 500, error: 'badmatch', reason: '{error,enospc}' });
    await expect(write()).rejects.toMatchObject({ code: 'store.full' });
    expect(await write()).toMatchObject([{ ok: true }]);
    couch.spoil(/_view/, { status: 507, error: 'insufficient_storage' });
    await expect(docs.find({ index: ['rank'], equals: [], limit: 5 })).rejects.toMatchObject({
      code: 'store.full',
    });
  });

  it('gives up on an answer that does not come, and asks again', async () => {
    const hasty = openCouchStore({ url: couch.url, timeoutMs: 100 });
    couch.spoil(/_bulk_docs/, 'silence');
    const write = () => hasty.collection(docs.name).write([{ id: 'slow', body: {} }]);
    await expect(write()).rejects.toMatchObject(unavailable);
    expect(await write()).toMatchObject([{ ok: true }]);
    await hasty.close();
  });

  it('loses nothing that it acknowledged, and doubles nothing, whatever CouchDB answers', async () => {
    const step = fc.record({
      id: fc.constantFrom('x', 'y', 'z'),
      deleted: fc.boolean(),
      how: fc.option(fc.constantFrom<BadDay>(500, 507, 'cut', 'lost answer', 'half answer'), { nil: undefined }),
      path: fc.constantFrom(/_bulk_docs/, /_all_docs/),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        made += 1;
        const target = store.collection(`${databaseName()}/docs`);
        const expected = new Map<string, object>();
        for (const [n, { id, deleted, how, path }] of steps.entries()) {
          const write = async () => {
            const before = await target.get(id);
            const [result] = await target.write([{ id, deleted, body: { id, n }, ...(before && { rev: before.rev }) }]);
            return result?.ok === true;
          };
          if (how !== undefined) couch.spoil(path, how);
          const isAcknowledged = await write().catch((error: unknown) => {
            expect(error).toBeInstanceOf(Failure);
            return false;
          });
          couch.forgive();
          expected.set(id, { id, deleted, body: { id, n } });
          const isThere = (await target.get(id))?.body.n === n;
          if (isAcknowledged) expect(isThere).toBe(true);
          else if (!isThere) expect(await write()).toBe(true);
        }
        expect(await target.getMany([...expected.keys()])).toMatchObject([...expected.values()]);
        const { changes } = await target.changes({ limit: 20 });
        expect(changes.map(({ id }) => id).sort()).toEqual([...expected.keys()].sort());
      }),
      { numRuns: 60 },
    );
  });

  it('tells apart a write whose answer was lost from one that never arrived', async () => {
    couch.spoil(/_bulk_docs/, 'lost answer');
    await expect(docs.write([{ id: 'b', body: { id: 'b' } }])).rejects.toMatchObject(unavailable);
    expect(await docs.write([{ id: 'b', body: { id: 'b' } }])).toMatchObject([{ ok: false, code: 'conflict' }]);
  });

  it('refuses the one row that is too large and writes the others', async () => {
    const rows = Array.from({ length: 9 }, (_, n) => ({ id: `r${n}`, body: { text: 'x'.repeat(n === 4 ? 9000 : 9) } }));
    const results = await docs.write(rows);
    expect(results.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
    expect(results.flatMap((result) => (result.ok ? [] : [[result.id, result.code]]))).toEqual([['r4', 'invalid']]);
  });

  it('makes its database and indexes anew when somebody deleted them', async () => {
    await withOther(async (other) => {
      await other.deleteDatabase(databaseName());
      expect(await docs.get('a')).toBeUndefined();
      await other.deleteDatabase(databaseName());
      expect(await docs.find({ index: ['rank'], equals: [], limit: 5 })).toEqual({ documents: [] });
      await other.deleteDatabase(databaseName());
      await other.collection(docs.name).get('a');
      expect(await docs.find({ index: ['rank'], equals: [], limit: 5 })).toEqual({ documents: [] });
    });
  });

  it('makes a database although another process makes or deletes the same one', async () => {
    const races: readonly (readonly [RegExp, BadDay])[] = [
      [/^PUT \/docs-\d+$/, { status: 500, error: 'error', reason: 'conflict' }],
      [/^PUT \/docs-\d+$/, { status: 500, error: 'error', reason: 'internal_server_error' }],
      [/^PUT \/docs-\d+$/, 409],
      [/^GET \/docs-\d+\/_security$/, { status: 404, error: 'not_found' }],
      [/PUT .*_design/, { status: 404, error: 'not_found' }],
      [/_bulk_docs/, { status: 404, error: 'not_found' }],
      [/_bulk_docs/, { status: 500, error: 'internal_server_error', reason: 'No DB shards could be opened.' }],
    ];
    for (const [path, how] of races) {
      couch.spoil(path, how, 2);
      made += 1;
      const fresh = store.collection(`${databaseName()}/docs`, { indexes });
      const written = await fresh.write([{ id: 'a', body: { rank: 1 } }]);
      expect(written).toMatchObject([{ ok: true }]);
    }
    couch.spoil(/^DELETE/, { status: 500, error: 'error', reason: 'conflict' });
    await store.deleteDatabase(databaseName());
    expect(await store.listDatabases(databaseName())).toEqual([]);
  });

  it('takes a node that is down for what it is, not for a database that is there', async () => {
    couch.spoil(/^PUT \/docs-\d+$/, { status: 412, error: 'nodedown' });
    made += 1;
    await expect(store.collection(`${databaseName()}/docs`).get('a')).rejects.toMatchObject(unavailable);
  });

  it('uses an index that this node hears of late', async () => {
    couch.spoil(/_view/, { status: 404, error: 'not_found' }, 4);
    const { documents } = await docs.find({ index: ['rank'], equals: [1], limit: 1 });
    expect(documents.map(({ id }) => id)).toEqual(['a']);
  });

  it('takes one of two writes over the same deleted document, however long their requests are on their way', async () => {
    let requests = 0;
    const slow = await startFakeCouch({ latency: () => (requests++ * 7) % 16 });
    const other = openCouchStore({ url: slow.url });
    const target = other.collection('test/docs');
    for (let round = 0; round < 10; round++) {
      const id = `d${round}`;
      const body = { id, n: 0 };
      await target.write([{ id, deleted: true, body }]);
      const rev = (await target.get(id))?.rev ?? '';
      const rows = [1, 2].map((n) => ({ id, rev, deleted: n === 1 || round % 3 > 0, body: { id, n } }));
      const results = (await Promise.all(rows.map((row) => target.write([row])))).flat();
      expect(results.filter(({ ok }) => ok)).toHaveLength(1);
      expect(await target.get(id)).toMatchObject({ body: { n: results.findIndex(({ ok }) => ok) + 1 } });
    }
    await other.close();
    await slow.close();
  });

  it('sends a huge bulk in several requests, in order', async () => {
    const big = await startFakeCouch();
    const other = openCouchStore({ url: big.url });
    const rows = Array.from({ length: 40 }, (_, n) => ({ id: `r${n % 30}`, body: { n, text: 'x'.repeat(500_000) } }));
    const results = await other.collection('test/docs').write(rows);
    expect(results.map(({ id, ok }) => [id, ok])).toEqual(rows.map(({ id }, n) => [id, n < 30]));
    expect(big.requests.filter((line) => line.includes('_bulk_docs')).length).toBeGreaterThan(2);
    await other.close();
    await big.close();
  });

  it('makes an index although another process makes the same one', async () => {
    couch.spoil(/PUT .*_design/, { status: 500, error: 'error_saving_ddoc' }, 2);
    couch.spoil(/PUT .*_design/, 409);
    made += 1;
    const found = await store
      .collection(`${databaseName()}/docs`, { indexes })
      .find({ index: ['rank'], equals: [], limit: 1 });
    expect(found.documents).toEqual([]);
  });

  it('keeps following through refusals, cuts and half answers, and misses nothing', async () => {
    const abort = new AbortController();
    const seen: string[] = [];
    const following = (async () => {
      for await (const { changes } of docs.follow({ limit: 2, signal: abort.signal })) {
        seen.push(...changes.map(({ id }) => id));
      }
    })();
    const expected = ['a'];
    for (const [n, how] of badDays.entries()) {
      await expect.poll(() => seen).toEqual(expected);
      couch.spoil(/_changes/, how);
      await docs.write([{ id: `f${n}`, body: { id: `f${n}` } }]);
      expected.push(`f${n}`);
    }
    await expect.poll(() => seen).toEqual(expected);
    abort.abort();
    await following;
  });

  it('passes over no change whose document could not be read', async () => {
    couch.spoil(/_all_docs/, 'no documents');
    await expect(docs.changes({ limit: 5 })).rejects.toMatchObject(unavailable);
    couch.spoil(/_changes/, 'no documents', 2);
    const all = store.database(databaseName());
    await expect(all.changes({ limit: 5 })).rejects.toMatchObject(unavailable);
    const abort = new AbortController();
    for await (const { changes } of all.follow({ limit: 5, signal: abort.signal })) {
      expect(changes.map(({ id }) => id)).toEqual(['a']);
      abort.abort();
    }
  });

  it('ends following at once, also while it waits to reconnect', async () => {
    const abort = new AbortController();
    couch.spoil(/_changes/, 'cut', 1000);
    const following = (async () => {
      for await (const _batch of docs.follow({ limit: 2, signal: abort.signal })) throw new Error('not expected');
    })();
    await expect.poll(() => couch.requests.filter((line) => line.includes('_changes')).length).toBeGreaterThan(2);
    abort.abort();
    await following;
  });

  it('takes documents of other tools for its own only where they have the name of a collection', async () => {
    const foreign = {
      docs: [
        { _id: 'foreign', pages: 3 },
        { _id: 'docs:foreign', pages: 4 },
      ],
    };
    const { address, authorization = '' } = readCouchUrl(couch.url);
    const init = { method: 'POST', headers: { authorization }, body: JSON.stringify(foreign) };
    expect((await fetch(`${address}/${databaseName()}/_bulk_docs`, init)).status).toBe(201);
    expect(await docs.get('foreign')).toMatchObject({ id: 'foreign', deleted: false, body: { pages: 4 } });
    const { changes } = await store.database(databaseName()).changes({ limit: 9 });
    expect(changes.map(({ id }) => id)).toEqual(['a', 'foreign']);
  });

  it('says which request CouchDB has not answered for ten seconds, but for a long poll that is held on purpose', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const slow: object[] = [];
    const client = createCouchClient({ url: couch.url }, { onSlow: (request) => slow.push(request) });
    couch.spoil(/docs-/, 'silence', 2);
    const asked = [
      client.request({ database: databaseName(), path: '_changes' }, z.unknown()),
      client.request({ database: databaseName(), path: '_poll', heldMs: 25_000 }, z.unknown()),
    ];
    vi.advanceTimersByTime(20_000);
    expect(slow).toEqual(
      [10_000, 20_000].map((waitedMs) => ({ database: databaseName(), path: '_changes', method: 'get', waitedMs })),
    );
    vi.advanceTimersByTime(10_000);
    expect(slow.at(-1)).toMatchObject({ path: '_poll', waitedMs: 30_000 });
    client.close();
    for (const each of asked) await expect(each).rejects.toMatchObject(unavailable);
  });

  it('names the cause when nobody is there, and shows no password', async () => {
    const nobody = openCouchStore({ url: 'http://admin:secret-word@127.0.0.1:1' });
    const failure = await nobody.check().catch((error: unknown) => error);
    expect(failure).toMatchObject({ ...unavailable, hint: expect.stringContaining('COUCHDB_URL') });
    expect(String(failure)).not.toContain('secret-word');
    await nobody.close();
  });
});
