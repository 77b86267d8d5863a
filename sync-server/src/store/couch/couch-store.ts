import { randomUUID } from 'node:crypto';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { requireCollection, requireDatabase } from '@inbetwin/shared/ports/document-rules.ts';
import type { DocumentCollection, DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { z } from 'zod';
import { createChangeSignal } from '../change-signal.ts';
import { createStoreCheck } from '../store-check.ts';
import { createIndexBuilder } from './couch-building.ts';
import { type CouchClient, type CouchLocation, createCouchClient } from './couch-client.ts';
import type { SettleConflict } from './couch-conflicts.ts';
import { type CouchDatabase, createCouchDatabase } from './couch-database.ts';
import { isRefusal } from './couch-failure.ts';
import { isRace, untilSettled } from './couch-races.ts';
import { watchUpdates } from './couch-updates.ts';

/** Holds documents about the store itself; it belongs to no team. */
export const OWN_DATABASE = 'inbetwin-health';
const OWN_COLLECTION = `${OWN_DATABASE}/store`;
const BACKEND = 'backend';
const CHECK = 'check';

/** Options of the CouchDB store; randomness and ids can be replaced in tests. */
export type CouchStoreOptions = CouchLocation & {
  readonly log?: Pick<Logger, 'info' | 'warn'>;
  /** Merges conflicting versions. If omitted they stay, and of each document only what CouchDB shows is read. */
  readonly settle?: SettleConflict;
  readonly random?: () => number;
  readonly newId?: () => string;
};

/**
 * A document store in CouchDB 3.x, one CouchDB database per database. The user in `url` must be a server admin, because only admins can
 * create databases and follow the updates of all of them.
 */
export const openCouchStore = (options: CouchStoreOptions): DocumentStore => {
  const { random = Math.random, newId = randomUUID, log, settle } = options;
  const databases = new Map<string, CouchDatabase>();
  let backend: Promise<string> | undefined;
  const forgetBackend = () => {
    backend = undefined;
  };
  const client = createCouchClient(options, {
    onUnavailable: forgetBackend,
    onSlow: (request) => log?.warn(request, 'CouchDB has not answered a request for long'),
    onWrite: (failure) => noteWrite(failure),
  });
  const changeSignal = createChangeSignal(watchUpdates(client));
  const buildIndexes = createIndexBuilder(client, log);
  const parts = { client, changeSignal, random, buildIndexes, settle, ...(log && { log }) };

  const database = (name: string): CouchDatabase => {
    const known = databases.get(name) ?? createCouchDatabase(requireDatabase(name), parts);
    databases.set(name, known);
    return known;
  };
  const collection: DocumentStore['collection'] = (name, indexing = { indexes: [] }) => {
    const place = requireCollection(name, indexing);
    const { collection: open, declareAll } = database(place.database);
    if (indexing.database) declareAll(indexing.database);
    const known = open(place.collection);
    known.addIndexes(indexing.indexes);
    return known;
  };

  const { check, noteWrite } = createStoreCheck({
    read: () => readInformation(client),
    write: async () => {
      const own = collection(OWN_COLLECTION);
      const stored = await own.get(CHECK);
      await own.write([{ id: CHECK, body: { id: CHECK }, ...(stored && { rev: stored.rev }) }]);
    },
  });

  return {
    backendId: () => {
      backend ??= readBackend(collection(OWN_COLLECTION), newId).catch((error) => {
        forgetBackend();
        throw error;
      });
      return backend;
    },
    collection,
    database,
    listDatabases: (prefix) => listDatabases(client, prefix),
    deleteDatabase: async (name) => {
      const remove = async () => {
        try {
          await client.request({ database: name, method: 'delete' }, z.unknown());
        } catch (error) {
          if (!isRefusal(error, 404)) throw error;
        }
      };
      await untilSettled(remove, isRace, client.closed);
      changeSignal.notify(name);
    },
    check,
    close: async () => {
      changeSignal.close();
      client.close();
    },
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
const readBackend = async (own: DocumentCollection, newId: () => string): Promise<string> => {
  const body = { id: BACKEND, value: newId() };
  const stored = await own.get(BACKEND);
  // If several processes start at once, one of them writes the id and the others read it.
  if (!stored || stored.deleted) await own.write([{ id: BACKEND, body }]);
  const { data } = backendSchema.safeParse((await own.get(BACKEND))?.body);
  if (data) return data.value;
  throw new Failure('store.unavailable', `Document ${BACKEND} of ${own.name} holds no id.`, 'Delete this document.');
};

const backendSchema = z.object({ value: z.string().min(1) });
