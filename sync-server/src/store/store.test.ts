import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { openCouchStore } from './couch-store.ts';
import { openEmbeddedStore } from './embedded-store.ts';
import { describeStore } from './store-contract.ts';
import { startFakeCouch } from './testing/fake-couch.ts';

describeStore(
  'memory',
  async () => {
    const store = createMemoryStore();
    return { open: () => store, close: async () => undefined };
  },
  { shared: false, runs: 200 },
);

describeStore(
  'embedded',
  async () => {
    const directory = await mkdtemp(join(tmpdir(), 'inbetwin-store-'));
    return {
      open: () => openEmbeddedStore({ directory }),
      close: () => rm(directory, { recursive: true, force: true }),
    };
  },
  { shared: true, runs: 60 },
);

describeStore(
  'CouchDB, over HTTP to a stand-in',
  async () => {
    const couch = await startFakeCouch();
    return { open: () => openCouchStore({ url: couch.url }), close: () => couch.close() };
  },
  { shared: true, runs: 40 },
);

const { COUCHDB_URL } = process.env;
if (COUCHDB_URL !== undefined) {
  describeStore(
    'CouchDB, a real one',
    async () => ({ open: () => openCouchStore({ url: COUCHDB_URL }), close: async () => undefined }),
    { shared: true, runs: 5 },
  );
}
