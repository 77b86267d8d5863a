import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { requireFind } from '@inbetwin/shared/ports/document-rules.ts';
import type { Change, DocumentDatabase, StoredDocument } from '@inbetwin/shared/ports/document-store.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';
import { type RetryLimits, retryDelay } from '@inbetwin/shared/timing/retry-delay.ts';
import { z } from 'zod';
import { readCouchChanges } from './couch-changes.ts';
import { type CouchClient, CouchRefusal, isRefusal } from './couch-client.ts';
import { allDocsSchema } from './couch-documents.ts';
import { findInCouch, foundSchema, indexDefinition } from './couch-find.ts';
import { writeToCouch } from './couch-write.ts';

const MAX_KEYS_PER_REQUEST = 1000;
const RECONNECTING: RetryLimits = { firstRetryMs: 100, longestRetryMs: 10_000 };
const INDEX_ATTEMPTS = 5;

const anythingSchema = z.unknown();
const infoSchema = z.object({ update_seq: z.union([z.string(), z.number()]).transform(String) });

export type CouchDatabase = DocumentDatabase & {
  addIndexes(indexes: readonly (readonly string[])[]): void;
};

export type CouchParts = {
  readonly client: CouchClient;
  /** Aborts when the store closes. */
  readonly closed: AbortSignal;
  /** 0 to 1, for the spread of reconnections. */
  readonly random: () => number;
};

export const createCouchDatabase = (name: string, { client, closed, random }: CouchParts): CouchDatabase => {
  const indexes = new Map<string, readonly string[]>();
  let opened: Promise<void> | undefined;

  const open = (): Promise<void> => {
    opened ??= makeDatabase(client, name, [...indexes.values()]).catch((error) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };

  /** Another process may have deleted the database or an index: it is made anew then, as on first use. */
  const withDatabase = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      await open();
      return await work();
    } catch (error) {
      const gone = isRefusal(error, 404) || (error instanceof CouchRefusal && error.error === 'no_usable_index');
      if (!gone) throw error;
      opened = undefined;
      await open();
      return await work();
    }
  };

  const post = <S extends z.ZodType>(path: string, body: object, schema: S): Promise<z.output<S>> =>
    withDatabase(() => client.request({ database: name, path, method: 'post', body }, schema));

  const getMany = async (ids: readonly string[]): Promise<readonly StoredDocument[]> => {
    const found: StoredDocument[] = [];
    for (let from = 0; from < ids.length; from += MAX_KEYS_PER_REQUEST) {
      const keys = ids.slice(from, from + MAX_KEYS_PER_REQUEST);
      found.push(...(await post('_all_docs?include_docs=true', { keys }, allDocsSchema)));
    }
    return found;
  };

  return {
    name,
    addIndexes: (added) => {
      const missing = added.filter((index) => !indexes.has(index.join()));
      if (missing.length > 0) opened = undefined;
      for (const index of missing) indexes.set(index.join(), index);
    },
    get: async (id) => (await getMany([id]))[0],
    getMany,
    write: (rows) =>
      writeToCouch({ read: getMany, bulk: (docs, schema) => post('_bulk_docs', { docs }, schema) }, rows),
    find: async (query) => {
      requireFind(query, { indexes: [...indexes.values()] });
      return findInCouch(query, (body) => post('_find', body, foundSchema));
    },
    changes: async ({ since = '0', limit }) => {
      const changes: Change[] = [];
      for (let from = since; ; ) {
        const missing = limit - changes.length;
        const batch = await withDatabase(() => readCouchChanges(client, name, { since: from, limit: missing }));
        changes.push(...batch.changes);
        from = batch.sequence;
        if (batch.isLast || changes.length === limit) return { changes, sequence: from };
      }
    },
    follow: async function* ({ since = '0', limit, signal }) {
      const ended = AbortSignal.any([signal, closed]);
      let failures = 0;
      for (let from = since; !ended.aborted; ) {
        try {
          const query = { since: from, limit, wait: true, signal: ended };
          const batch = await withDatabase(() => readCouchChanges(client, name, query));
          failures = 0;
          from = batch.sequence;
          if (batch.changes.length > 0 && !ended.aborted) yield { changes: batch.changes, sequence: from };
        } catch (error) {
          if (ended.aborted) return;
          if (!(error instanceof Failure) || error.code === 'store.bad_sequence') throw error;
          failures += 1;
          await pause(retryDelay(RECONNECTING, failures, random), ended);
        }
      }
    },
    sequence: async () => (await withDatabase(() => client.request({ database: name }, infoSchema))).update_seq,
  };
};

/**
 * Creates what is missing; other processes may do the same at the same time. One shard (`q`), since the order of changes
 * holds within a shard alone, and a team's databases are many and small.
 */
const makeDatabase = async (
  client: CouchClient,
  name: string,
  indexes: readonly (readonly string[])[],
): Promise<void> => {
  try {
    await client.request({ database: name, method: 'put', query: { q: 1 } }, anythingSchema);
  } catch (error) {
    if (!isRefusal(error, 412)) throw error;
  }
  for (const index of indexes) await makeIndex(client, name, index);
};

const makeIndex = async (client: CouchClient, database: string, index: readonly string[]): Promise<void> => {
  for (let attempt = 1; ; attempt++) {
    try {
      const body = indexDefinition(index);
      await client.request({ database, path: '_index', method: 'post', body }, anythingSchema);
      return;
    } catch (error) {
      // Two processes wrote the same design document at once: `error_saving_ddoc`.
      if (!isRefusal(error, 409, 500) || attempt === INDEX_ATTEMPTS) throw error;
    }
  }
};
