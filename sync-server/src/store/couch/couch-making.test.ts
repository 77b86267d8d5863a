import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { afterEach, expect, it } from 'vitest';
import { type FakeCouch, type FakeCouchOptions, startFakeCouch } from '../testing/fake-couch.ts';
import { createCouchBlobStore } from './couch-blob-store.ts';
import { openCouchStore } from './couch-store.ts';
import { readCouchUrl } from './couch-url.ts';

const adminsOnly = { names: [], roles: ['_admin'] };

let couch: FakeCouch;
let store: DocumentStore;
const start = async (options: FakeCouchOptions, prefix = '') => {
  couch = await startFakeCouch(options);
  store = openCouchStore({ url: couch.url, prefix });
};
afterEach(async () => {
  await store.close();
  await couch.close();
});

const askCouch = async (path: string, body?: object): Promise<unknown> => {
  const { address, authorization = '' } = readCouchUrl(couch.url);
  const write = body && { method: 'PUT', body: JSON.stringify(body) };
  const response = await fetch(`${address}/${path}`, { headers: { authorization }, ...write });
  return response.json();
};

it.each([{}, { admins: { names: ['root'], roles: [] } }, { members: { names: [], roles: [] } }])(
  'closes a new database that CouchDB would leave open: %j',
  async (defaultSecurity) => {
    await start({ defaultSecurity });
    await store.collection('test/docs').get('a');
    await createCouchBlobStore({ url: couch.url }).put('crew', Buffer.from('x'));
    const admins = 'admins' in defaultSecurity ? defaultSecurity.admins : adminsOnly;
    for (const name of ['test', 'team-crew-files']) {
      expect(await askCouch(`${name}/_security`)).toEqual({ admins, members: adminsOnly });
    }
  },
);

it('leaves alone what CouchDB or a person closed, and whom a person let in', async () => {
  await start({});
  await store.collection('test/docs').get('a');
  const security = { admins: adminsOnly, members: { names: ['backup'], roles: [] } };
  await askCouch('test/_security', security);
  await store.close();
  store = openCouchStore({ url: couch.url });
  await store.collection('test/docs').get('a');
  expect(await askCouch('test/_security')).toEqual(security);
  expect(couch.requests.filter((line) => line.startsWith('PUT') && line.includes('_security'))).toHaveLength(1);
});

it('works behind the path of a proxy', async () => {
  await start({ pathPrefix: '/couch' });
  const database = store.collection('test/docs', { indexes: [['rank']] });
  await database.write([{ id: 'a', body: { id: 'a', rank: 1 } }]);
  expect((await database.find({ index: ['rank'], equals: [], limit: 1 })).documents).toHaveLength(1);
  expect(await store.listDatabases('t')).toEqual(['test']);
  const blobs = createCouchBlobStore({ url: couch.url });
  expect(await blobs.get('crew', await blobs.put('crew', Buffer.from('x')))).toHaveLength(1);
});

it('keeps to its prefix, so that two installations share a CouchDB', async () => {
  await start({}, 'ours-');
  const theirs = openCouchStore({ url: couch.url, prefix: 'theirs-' });
  for (const [n, each] of [store, theirs].entries()) {
    await each.collection('test/docs').write([{ id: `d${n}`, body: {} }]);
    await each.check();
  }
  expect(await theirs.backendId()).not.toBe(await store.backendId());
  expect(await store.listDatabases('')).toEqual(['inbetwin-health', 'test']);
  await store.deleteDatabase('test');
  expect(await theirs.collection('test/docs').get('d1')).toBeDefined();
  await theirs.close();
});
