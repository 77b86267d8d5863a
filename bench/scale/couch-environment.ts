/** The databases of a place in CouchDB. */
export type CouchPlace = { readonly url: string; readonly prefix: string };

const preload = new URL('./couch-prefix.preload.ts', import.meta.url);

/**
 * Environment variables with which a server uses the databases of this prefix only. The server has no setting for it,
 * because a CouchDB usually belongs to it alone.
 */
export const couchEnvironment = ({ url, prefix }: CouchPlace): Readonly<Record<string, string>> => ({
  COUCHDB_URL: url,
  BENCH_COUCH_PREFIX: prefix,
  NODE_OPTIONS: `--import=${preload.href}`,
});
