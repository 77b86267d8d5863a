import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { describeStore } from './contract/store.suite.ts';
import { startFakeCouch } from './testing/fake-couch.ts';
import { openTestCouch, openTestFolder } from './testing/open-test-store.ts';

describeStore(
  'memory',
  async () => {
    const store = createMemoryStore();
    return { store, open: () => store, close: () => store.close() };
  },
  { shared: false, runs: 200 },
);

describeStore('embedded', openTestFolder, { shared: true, runs: 60 });

const openStandIn = async (nodes: number) => {
  const couch = await startFakeCouch({ nodes });
  const { store, open, close } = await openTestCouch(couch.url);
  const closeBoth = async () => {
    await close();
    await couch.close();
  };
  return { store, open, close: closeBoth };
};

describeStore('CouchDB, over HTTP to a stand-in', () => openStandIn(1), { shared: true, runs: 40 });

describeStore('CouchDB, over HTTP to a stand-in of three nodes', () => openStandIn(3), { shared: true, runs: 10 });

const { COUCHDB_URL } = process.env;
if (COUCHDB_URL) {
  describeStore('CouchDB, a real one', () => openTestCouch(COUCHDB_URL), { shared: true, remote: true, runs: 5 });
}
