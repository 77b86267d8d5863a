import { expect, onTestFinished, test } from 'vitest';
import { openCouchStore } from '../../store/couch/couch-store.ts';
import { startFakeCouch } from '../../store/testing/fake-couch.ts';
import { startApi } from '../testing/start-api.ts';

const allWrites = /_bulk_docs/;
const everything = /./;

/** An application whose store is a stand-in for CouchDB. */
const startOnCouch = async () => {
  const couch = await startFakeCouch();
  const store = openCouchStore({ url: couch.url, random: () => 0 });
  const api = await startApi({ ready: () => store.check() });
  onTestFinished(async () => {
    await api.close();
    await store.close();
    await couch.close();
  });
  const ask = async (path: string) => {
    const response = await api.send('GET', path);
    return [response.status, await response.json()] as const;
  };
  const write = (id: string) => store.collection('test/docs').write([{ id, body: { id } }]);
  return { couch, ask, write };
};

test('asking whether the server is ready leaves no revision in the store', async () => {
  const { couch, ask } = await startOnCouch();
  await ask('/ready');
  const before = couch.requests.length;
  for (let n = 0; n < 10; n++) expect(await ask(n % 2 === 0 ? '/ready' : '/health')).toMatchObject([200, {}]);
  const asked = new Set(couch.requests.slice(before));
  expect([...asked]).toEqual(['GET /inbetwin-health']);
});

test('is alive but degraded, and not ready, while the store is down', async () => {
  const { couch, ask } = await startOnCouch();
  expect(await ask('/health')).toEqual([200, { status: 'ok' }]);
  couch.spoil(everything, 'cut', 2);
  expect(await ask('/health')).toEqual([200, { status: 'degraded', store: 'store.unavailable' }]);
  expect(await ask('/ready')).toMatchObject([503, { code: 'store.unavailable' }]);
  expect(await ask('/health')).toEqual([200, { status: 'ok' }]);
  expect(await ask('/ready')).toMatchObject([200, { status: 'ready' }]);
});

test('says so within seconds when the store does not answer at all', async () => {
  const { couch, ask } = await startOnCouch();
  await ask('/ready');
  couch.spoil(everything, 'silence', 100);
  expect(await ask('/health')).toEqual([200, { status: 'degraded', store: 'store.unavailable' }]);
});

test('is not ready while writes fail, though the store can be read, until one succeeds', async () => {
  const { couch, ask, write } = await startOnCouch();
  await write('a');
  couch.spoil(allWrites, 507, 1000);
  await expect(write('b')).rejects.toMatchObject({ code: 'store.full' });
  expect(await ask('/ready')).toMatchObject([507, { code: 'store.full' }]);
  expect(await ask('/health')).toEqual([200, { status: 'degraded', store: 'store.full' }]);
  couch.forgive();
  await write('b');
  expect(await ask('/ready')).toMatchObject([200, { status: 'ready' }]);
  expect(await ask('/health')).toEqual([200, { status: 'ok' }]);
});

test('a write that CouchDB refuses for what it holds is no reason to be unready', async () => {
  const { couch, ask, write } = await startOnCouch();
  await write('a');
  couch.spoil(allWrites, { status: 413, error: 'document_too_large' });
  expect(await write('b')).toMatchObject([{ ok: false, code: 'invalid' }]);
  const before = couch.requests.length;
  expect(await ask('/ready')).toMatchObject([200, { status: 'ready' }]);
  expect(couch.requests.slice(before)).toEqual(['GET /inbetwin-health']);
});
