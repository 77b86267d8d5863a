import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { TestStore } from '../contract/suite-steps.ts';
import { openCouchStore } from '../couch/couch-store.ts';
import { openEmbeddedStore } from '../embedded/embedded-store.ts';
import { settleConflict } from '../settling/settle-conflict.ts';

/** An empty store for tests: in CouchDB when `COUCHDB_URL` is set, else embedded in a folder of its own. */
export const openTestStore = (): Promise<TestStore> => {
  const { COUCHDB_URL } = process.env;
  return COUCHDB_URL ? openTestCouch(COUCHDB_URL) : openTestFolder();
};

export const openTestFolder = async (): Promise<TestStore> => {
  const directory = await mkdtemp(join(tmpdir(), 'inbetwin-store-'));
  const open = () => openEmbeddedStore({ directory });
  const store = open();
  const close = async () => {
    await store.close();
    await rm(directory, { recursive: true, force: true });
  };
  return { store, open, close };
};

/** Under a prefix that nobody else uses: other databases, and what a killed run left behind, are as if not there. */
export const openTestCouch = async (url: string): Promise<TestStore> => {
  const location = newTestLocation(url);
  const open = () => openCouchStore({ ...location, settle: settleConflict });
  const store = open();
  const close = async () => {
    await store.close();
    await removeTestDatabases(location);
  };
  return { store, open, close };
};

/** A prefix of its own within a CouchDB. */
type TestLocation = { readonly url: string; readonly prefix: string };

export const newTestLocation = (url: string): TestLocation => ({
  url,
  prefix: `inbetwin-test-${randomUUID().slice(0, 13)}-`,
});

/** What a closed store had asked for last may still be made: it is looked for until nothing comes any more. */
const LATE_MS = 250;

export const removeTestDatabases = async (location: TestLocation): Promise<void> => {
  const store = openCouchStore(location);
  for (let names = await store.listDatabases(''); names.length > 0; names = await store.listDatabases('')) {
    await Promise.all(names.map((name) => store.deleteDatabase(name)));
    await pause(LATE_MS);
  }
  await store.close();
};
