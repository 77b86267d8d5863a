import { expect, it, onTestFinished } from 'vitest';
import { startFakeCouch } from '../testing/fake-couch.ts';
import { requireAssignedCopies } from './couch-copies.ts';
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
  await expect(requireAssignedCopies({ couchUrl })).rejects.toMatchObject({
    code: 'store.several_copies',
    message: expect.stringContaining('3 copies'),
    hint: expect.stringContaining('AMQP_URL'),
  });
  expect(await requireAssignedCopies({ couchUrl, amqpUrl: 'amqp://localhost' })).toBe(true);
});

it('takes a CouchDB that keeps one copy, and the embedded store', async () => {
  expect(await requireAssignedCopies({ couchUrl: await startChecked(1), amqpUrl: 'amqp://localhost' })).toBe(false);
  expect(await requireAssignedCopies({ couchUrl: await startChecked(1) })).toBe(false);
  expect(await requireAssignedCopies({})).toBe(false);
});
