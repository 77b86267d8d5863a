import { type CollectionPlace, requireFind, serializeBody } from '@inbetwin/shared/ports/document-rules.ts';
import type {
  ChangeFeed,
  DocumentCollection,
  DocumentDatabase,
  WriteResult,
} from '@inbetwin/shared/ports/document-store.ts';
import type { ChangeSignal } from '../change-signal.ts';
import { createOnUse } from '../create-on-use.ts';
import { followChanges } from '../follow-changes.ts';
import type { Connection } from './embedded-connection.ts';
import {
  type CheckedRow,
  countChanges,
  countLiving,
  DatabaseGone,
  findIn,
  latestIn,
  newestSequence,
  readChanges,
  readOne,
  requireLiving,
  writeRows,
} from './embedded-table.ts';
import { type Database, makeDatabase, makeTable, type Table } from './make-tables.ts';
import { MAX_ROWS_PER_TRANSACTION, type WriteQueue } from './write-queue.ts';

/** What the collections of one store share. */
export type EmbeddedParts = {
  readonly connection: Connection;
  readonly queue: WriteQueue;
  readonly changeSignal: ChangeSignal;
  /** Aborts when the store closes. */
  readonly closed: AbortSignal;
};

/** A collection whose indexes can be declared before its first use. */
export type EmbeddedCollection = DocumentCollection & {
  addIndexes(indexes: readonly (readonly string[])[]): void;
};

/** Opens a collection, which is created on first use. */
export const createEmbeddedCollection = (
  name: string,
  place: CollectionPlace,
  parts: EmbeddedParts,
): EmbeddedCollection => {
  const { connection, queue, changeSignal } = parts;
  const { open, forget, indexes, addIndexes } = createOnUse((declared) =>
    queue.submit(1, () => makeTable(connection, place, declared)),
  );
  const use = <T>(work: (table: Table) => Promise<T>): Promise<T> => whileLiving({ open, forget }, work);
  const read = <T>(work: (table: Table) => T): Promise<T> =>
    use((table) => readDurably(connection, table.database, () => work(table)));

  const writeSlice = async (rows: readonly CheckedRow[]): Promise<readonly WriteResult[]> => {
    try {
      return await use((table) => queue.submit(rows.length, () => writeRows(connection, table, rows)));
    } finally {
      // A write whose flush failed may be committed nevertheless.
      changeSignal.notify(place.database);
    }
  };

  const changes: ChangeFeed['changes'] = (query) => read((table) => readChanges(connection, feedOf(table), query));

  return {
    name,
    addIndexes,
    get: (id) => read((table) => readOne(connection, table, id)),
    getMany: (ids) => read((table) => ids.flatMap((id) => readOne(connection, table, id) ?? [])),
    write: async (rows) => {
      const checked = rows.map((row) => ({ row, json: serializeBody(row.body) }));
      const results: WriteResult[] = [];
      for (let from = 0; from < checked.length; from += MAX_ROWS_PER_TRANSACTION) {
        results.push(...(await writeSlice(checked.slice(from, from + MAX_ROWS_PER_TRANSACTION))));
      }
      return results;
    },
    find: async (query) => {
      requireFind(query, { indexes: indexes() });
      return read((table) => findIn(connection, table, query));
    },
    latest: (query) => read((table) => latestIn(connection, table, query)),
    count: () => read((table) => countLiving(connection, table)),
    countChanges: (since) => read((table) => countChanges(connection, feedOf(table), since)),
    changes,
    follow: (query) => followChanges({ ...parts, database: place.database, changes }, query),
    sequence: () => read(({ database }) => newestSequence(connection, database)),
  };
};

const feedOf = ({ database, number }: Table) => ({ database, collection: number });

/** Opens the change feed of a whole database. */
export const createEmbeddedDatabase = (name: string, parts: EmbeddedParts): DocumentDatabase => {
  const { connection, queue } = parts;
  const opening = createOnUse(() => queue.submit(1, () => makeDatabase(connection, name)));
  const read = <T>(work: (database: Database) => T): Promise<T> =>
    whileLiving(opening, (database) => readDurably(connection, database, () => work(database)));
  const changes: ChangeFeed['changes'] = (query) => read((database) => readChanges(connection, { database }, query));
  return {
    name,
    changes,
    follow: (query) => followChanges({ ...parts, database: name, changes }, query),
    sequence: () => read((database) => newestSequence(connection, database)),
  };
};

type Opening<T> = { readonly open: () => Promise<T>; readonly forget: () => void };

/** Another process may have deleted the database; it is then created again, as on first use. */
const whileLiving = async <O, T>({ open, forget }: Opening<O>, work: (opened: O) => Promise<T>): Promise<T> => {
  try {
    return await work(await open());
  } catch (error) {
    if (!(error instanceof DatabaseGone)) throw error;
    forget();
    return await work(await open());
  }
};

const readDurably = async <T>(connection: Connection, database: Database, work: () => T): Promise<T> => {
  const found = connection.read(() => {
    requireLiving(connection, database);
    return work();
  });
  await connection.durable();
  return found;
};
