import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { requireFind } from '@inbetwin/shared/ports/document-rules.ts';
import type { Change, ChangeBatch, DocumentDatabase, StoredDocument } from '@inbetwin/shared/ports/document-store.ts';
import { createBackoff } from '@inbetwin/shared/timing/backoff.ts';
import type { RetryLimits } from '@inbetwin/shared/timing/retry-delay.ts';
import { retryUntil, unlessAborted } from '@inbetwin/shared/timing/retry-until.ts';
import { createTurns } from '@inbetwin/shared/timing/turns.ts';
import { z } from 'zod';
import { createOnUse } from '../create-on-use.ts';
import { countCouchChanges, LONG_POLL_MS, readCouchChanges } from './couch-changes.ts';
import type { CouchClient, CouchRequest } from './couch-client.ts';
import { allDocsSchema, bulkGetSchema, countSchema, designRange } from './couch-documents.ts';
import { findInCouch, foundSchema } from './couch-find.ts';
import { makeCouchDatabase } from './couch-making.ts';
import { isMissing, untilSettled } from './couch-races.ts';
import { writeToCouch } from './couch-write.ts';

const MAX_KEYS_PER_REQUEST = 1000;
const RECONNECTING: RetryLimits = { firstRetryMs: 100, longestRetryMs: 10_000 };

const infoSchema = z.object({ update_seq: z.union([z.string(), z.number()]).transform(String) });

/** A document database whose indexes can be declared before its first use. */
export type CouchDatabase = DocumentDatabase & {
  addIndexes(indexes: readonly (readonly string[])[]): void;
};

/** What the databases of one store share. */
export type CouchParts = {
  readonly client: CouchClient;
  /** Uniform in [0, 1); spreads reconnections out. */
  readonly random: () => number;
};

/** A document database in one CouchDB database, which is created on first use. */
export const createCouchDatabase = (name: string, parts: CouchParts): CouchDatabase => {
  const { client } = parts;
  const { indexes, addIndexes, withDatabase } = openDatabase(name, parts);
  const inTurn = createTurns();

  const ask: Ask = (request, schema) => withDatabase(() => client.request({ database: name, ...request }, schema));
  const post: Post = (path, body, schema) => ask({ path, method: 'post', body }, schema);
  const getMany = (ids: readonly string[]) => readMany(post, ids);
  const readOn: ReadOn = (query) => withDatabase(() => readCouchChanges(client, name, query));

  return {
    name,
    addIndexes,
    get: async (id) => (await getMany([id]))[0],
    getMany,
    write: (rows) =>
      writeToCouch({ read: getMany, bulk: (body, schema) => post('_bulk_docs', body, schema), inTurn }, rows),
    find: async (query) => {
      requireFind(query, { indexes: indexes() });
      return findInCouch(query, (body) => post('_find', body, foundSchema));
    },
    count: () => ask({ path: '_all_docs', query: designRange }, countSchema),
    changes: async ({ since = '0', limit }) => {
      const changes: Change[] = [];
      for (let from = since; ; ) {
        const batch = await readOn({ since: from, limit: limit - changes.length });
        changes.push(...batch.changes);
        from = batch.sequence;
        if (batch.isLast || changes.length === limit) return { changes, sequence: from };
      }
    },
    countChanges: (since) => withDatabase(() => countCouchChanges(client, name, since)),
    follow: (query) => follow(parts, readOn, query),
    sequence: async () => (await ask({}, infoSchema)).update_seq,
  };
};

type Ask = <S extends z.ZodType>(request: Omit<CouchRequest, 'database'>, schema: S) => Promise<z.output<S>>;
type Post = <S extends z.ZodType>(path: string, body: object, schema: S) => Promise<z.output<S>>;
type ReadOn = (query: Parameters<typeof readCouchChanges>[2]) => ReturnType<typeof readCouchChanges>;

/** The database, created on first use. */
const openDatabase = (name: string, { client }: CouchParts) => {
  const { open, forget, ...database } = createOnUse((indexes) => makeCouchDatabase(client, name, indexes));
  return {
    ...database,
    /** Another process may have deleted the database or an index; it is then created again, as on first use. */
    withDatabase: <T>(work: () => Promise<T>): Promise<T> => {
      const isGone = (error: unknown) => {
        if (isMissing(error)) forget();
        return isMissing(error);
      };
      const attempt = async () => {
        await open();
        return await work();
      };
      return untilSettled(attempt, isGone, client.closed);
    },
  };
};

const readMany = async (post: Post, ids: readonly string[]): Promise<readonly StoredDocument[]> => {
  const found: StoredDocument[] = [];
  for (let from = 0; from < ids.length; from += MAX_KEYS_PER_REQUEST) {
    const keys = ids.slice(from, from + MAX_KEYS_PER_REQUEST);
    found.push(...(await withTombstones(post, await post('_all_docs?include_docs=true', { keys }, allDocsSchema))));
  }
  return found;
};

/** Adds the content of deleted documents: `_all_docs` only says that they are deleted, `_bulk_get` returns their fields. */
const withTombstones = async (post: Post, found: readonly StoredDocument[]): Promise<readonly StoredDocument[]> => {
  const docs = found.filter(({ deleted }) => deleted).map(({ id, rev }) => ({ id, rev }));
  if (docs.length === 0) return found;
  const tombstones = await post('_bulk_get', { docs }, bulkGetSchema);
  const known = new Map(tombstones.map((tombstone) => [`${tombstone.id} ${tombstone.rev}`, tombstone]));
  return found.map((document) => known.get(`${document.id} ${document.rev}`) ?? document);
};

async function* follow(
  { client, random }: CouchParts,
  readOn: ReadOn,
  { since = '0', limit, signal }: Parameters<DocumentDatabase['follow']>[0],
): AsyncGenerator<ChangeBatch> {
  const ended = AbortSignal.any([signal, client.closed]);
  const backoff = createBackoff(RECONNECTING, random);
  let asked = 0;
  const onFailed = (error: unknown): void => {
    if (!(error instanceof Failure) || error.code === 'store.bad_sequence') throw error;
    // A proxy that cuts long polls short is not a reason to back off.
    if (performance.now() - asked > LONG_POLL_MS / 2) backoff.reset();
  };
  const waitForChanges = (from: string) => {
    asked = performance.now();
    return readOn({ since: from, limit, wait: true, signal: ended });
  };
  for (let from = since; !ended.aborted; ) {
    const start = from;
    const batch = await unlessAborted(
      ended,
      retryUntil(ended, () => waitForChanges(start), { backoff, onFailed }),
    );
    if (!batch) return;
    from = batch.sequence;
    if (batch.changes.length > 0 && !ended.aborted) yield { changes: batch.changes, sequence: from };
  }
}
