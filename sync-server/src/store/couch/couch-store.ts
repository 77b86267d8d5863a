import { randomUUID } from 'node:crypto';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { requireDatabase } from '@inbetwin/shared/ports/document-rules.ts';
import type { DocumentDatabase, DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { z } from 'zod';
import { createStoreCheck } from '../store-check.ts';
import { type CouchClient, type CouchLocation, createCouchClient } from './couch-client.ts';
import { type CouchDatabase, createCouchDatabase } from './couch-database.ts';
import { isRefusal } from './couch-failure.ts';
import { isRace, untilSettled } from './couch-races.ts';

/** Holds documents about the store itself; it belongs to no team. */
const OWN_DATABASE = 'inbetwin-health';
const BACKEND = 'backend';
const CHECK = 'check';

/** Options of the CouchDB store; randomness and ids can be replaced in tests. */
export type CouchStoreOptions = CouchLocation & {
  readonly random?: () => number;
  readonly newId?: () => string;
};

/**
 * A document store in CouchDB 3.x, one CouchDB database per document database. The user in `url` must be a server admin, because only
 * admins can create databases.
 */
export const openCouchStore = (options: CouchStoreOptions): DocumentStore => {
  const { random = Math.random, newId = randomUUID } = options;
  const databases = new Map<string, CouchDatabase>();
  let backend: Promise<string> | undefined;
  const forgetBackend = () => {
    backend = undefined;
  };
  const client = createCouchClient(options, {
    onUnavailable: forgetBackend,
    onWrite: (failure) => noteWrite(failure),
  });

  const database: DocumentStore['database'] = (name, indexing = { indexes: [] }) => {
    requireDatabase(name, indexing);
    const known = databases.get(name) ?? createCouchDatabase(name, { client, random });
    known.addIndexes(indexing.indexes);
    databases.set(name, known);
    return known;
  };

  const { check, noteWrite } = createStoreCheck({
    read: () => readInformation(client),
    write: async () => {
      const own = database(OWN_DATABASE);
      const stored = await own.get(CHECK);
      await own.write([{ id: CHECK, body: { id: CHECK }, ...(stored && { rev: stored.rev }) }]);
    },
  });

  return {
    backendId: () => {
      backend ??= readBackend(database(OWN_DATABASE), newId).catch((error) => {
        forgetBackend();
        throw error;
      });
      return backend;
    },
    database,
    listDatabases: (prefix) => listDatabases(client, prefix),
    deleteDatabase: (name) =>
      untilSettled(
        async () => {
          try {
            await client.request({ database: name, method: 'delete' }, z.unknown());
          } catch (error) {
            if (!isRefusal(error, 404)) throw error;
          }
        },
        isRace,
        client.closed,
      ),
    check,
    close: async () => client.close(),
  };
};

/** Names without the prefix of this installation, sorted. */
const listDatabases = async (client: CouchClient, prefix: string): Promise<readonly string[]> => {
  const begin = `${client.prefix}${prefix}`;
  const query = { startkey: begin, endkey: `${begin}\ufff0` };
  const names = await client.request({ path: '_all_dbs', query }, z.array(z.string()));
  const ours = names.filter((name) => name.startsWith(begin) && !name.startsWith('_'));
  return ours.map((name) => name.slice(client.prefix.length)).sort();
};

/** Throws unless CouchDB answers; that the database does not exist yet counts as an answer. */
const readInformation = async (client: CouchClient): Promise<void> => {
  try {
    await client.request({ database: OWN_DATABASE }, z.object({ update_seq: z.unknown() }));
  } catch (error) {
    if (!isRefusal(error, 404)) throw error;
  }
};

/**
 * Identifies the backend by an id stored in its data. CouchDB's own `uuid` is unsuitable: it is a setting that changes with a new
 * container, differs between nodes of a cluster, and may be equal in two clusters.
 */
const readBackend = async (own: DocumentDatabase, newId: () => string): Promise<string> => {
  const body = { id: BACKEND, value: newId() };
  const stored = await own.get(BACKEND);
  // If several processes start at once, one of them writes the id and the others read it.
  if (!stored || stored.deleted) await own.write([{ id: BACKEND, body }]);
  const { data } = backendSchema.safeParse((await own.get(BACKEND))?.body);
  if (data) return data.value;
  throw new Failure('store.unavailable', `Document ${BACKEND} of ${own.name} holds no id.`, 'Delete this document.');
};

const backendSchema = z.object({ value: z.string().min(1) });
