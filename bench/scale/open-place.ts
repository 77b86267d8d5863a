import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { openCouchStore } from '@inbetwin/sync-server/store/couch/couch-store.ts';
import { openEmbeddedStore } from '@inbetwin/sync-server/store/embedded/embedded-store.ts';
import { newTestLocation, removeTestDatabases } from '@inbetwin/sync-server/store/testing/open-test-store.ts';
import type { Stage } from '../bench-area.ts';
import { makeFolder } from '../stage/start-server.ts';
import { type CouchPlace, couchEnvironment } from './couch-environment.ts';

/** Where a server keeps its data: a folder, and in CouchDB the databases with a prefix of their own. */
export type Place = {
  readonly folder: string;
  /** Environment variables with which a server works here. */
  readonly environment: Readonly<Record<string, string>>;
  /** Absent if the store is embedded. */
  readonly couch?: CouchPlace;
  /** Opens the store as another process of the same installation would; the caller closes it. */
  openStore(): DocumentStore;
};

/** The CouchDB to measure on; undefined for the embedded store. */
export const couchUrl = (): string | undefined => process.env.COUCHDB_URL || undefined;

/** Creates an empty place, in CouchDB when `COUCHDB_URL` is set. It is removed with the area. */
export const openPlace = async (stage: Stage, purpose: string): Promise<Place> => {
  const folder = await makeFolder(stage, `scale-${purpose}`);
  const url = couchUrl();
  if (url === undefined) return { folder, environment: {}, openStore: () => openEmbeddedStore({ directory: folder }) };
  const couch = newTestLocation(url);
  stage.cleanUp(() => removeTestDatabases(couch));
  return { folder, couch, environment: couchEnvironment(couch), openStore: () => openCouchStore(couch) };
};

/** Opens a place's store until the end of the area. */
export const openStoreOf = (stage: Stage, place: Place): DocumentStore => {
  const store = place.openStore();
  stage.cleanUp(() => store.close());
  return store;
};
