import { expect, it, onTestFinished } from 'vitest';
import { startFakeCouch } from '../testing/fake-couch.ts';
import { requireOneCopy } from './couch-copies.ts';
import { openCouchStore } from './couch-store.ts';

const startChecked = async (nodes: number): Promise<string> => {
  const couch = await startFakeCouch({ nodes });
  onTestFinished(couch.close);
  const store = openCouchStore({ url: couch.url });
  await store.check();
  await store.close();
  return couch.url;
};

it('refuses a cluster that keeps several copies, unless a broker assigns the work', async () => {
  const couchUrl = await startChecked(3);
  await expect(requireOneCopy({ couchUrl })).rejects.toMatchObject({
    code: 'store.several_copies',
    message: expect.stringContaining('3 copies'),
    hint: expect.stringContaining('n = 1'),
  });
  await requireOneCopy({ couchUrl, amqpUrl: 'amqp://localhost' });
});

it('takes a CouchDB that keeps one copy, and the embedded store', async () => {
  await requireOneCopy({ couchUrl: await startChecked(1) });
  await requireOneCopy({});
});
