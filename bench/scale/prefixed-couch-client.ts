import {
  type CouchClient,
  type CouchEvents,
  type CouchLocation,
  createCouchClient as createClient,
} from '@inbetwin/sync-server/store/couch/couch-client.ts';

/** Replaces the server's function of this name: see `couch-prefix.preload.ts`. */
export const createCouchClient = (location: CouchLocation, events?: CouchEvents): CouchClient =>
  createClient({ ...location, prefix: process.env.BENCH_COUCH_PREFIX ?? '' }, events);
