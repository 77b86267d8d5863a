import { Failure, hasCode } from '@inbetwin/shared/contracts/errors.ts';
import { requireFind, serializeBody } from '@inbetwin/shared/ports/document-rules.ts';
import type { ChangeBatch, DocumentDatabase, WriteResult } from '@inbetwin/shared/ports/document-store.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';
import { createOnUse } from '../create-on-use.ts';
import type { ChangeSignal } from './change-signal.ts';
import type { Connection } from './embedded-connection.ts';
import { isMissingTable } from './embedded-failure.ts';
import {
  type CheckedRow,
  countChanges,
  countLiving,
  findIn,
  makeTable,
  newest,
  readChanges,
  readOne,
  type Table,
  writeRows,
} from './embedded-table.ts';
import { MAX_ROWS_PER_TRANSACTION, type WriteQueue } from './write-queue.ts';

const RETRY_MS = 1000;

/** What the databases of one store share. */
export type EmbeddedParts = {
  readonly connection: Connection;
  readonly queue: WriteQueue;
  readonly changeSignal: ChangeSignal;
  /** Aborts when the store closes. */
  readonly closed: AbortSignal;
};

/** A document database whose indexes can be declared before its first use. */
export type EmbeddedDatabase = DocumentDatabase & {
  addIndexes(indexes: readonly (readonly string[])[]): void;
};

/**
 * A document database in one table, ordered by the sequence of each document's last write: the change feed is the table itself, and a write
 * moves its document to the end.
 */
export const createEmbeddedDatabase = (name: string, parts: EmbeddedParts): EmbeddedDatabase => {
  const { connection, queue, changeSignal } = parts;
  const { indexes, addIndexes, withTable } = openTable(name, parts);

  const readTable = async <T>(work: (table: Table) => T): Promise<T> => {
    const found = await withTable((table) => connection.read(() => work(table)));
    await connection.durable();
    return found;
  };

  const writeSlice = async (rows: readonly CheckedRow[]): Promise<readonly WriteResult[]> => {
    try {
      return await withTable((table) => queue.submit(rows.length, () => writeRows(connection, table, rows)));
    } finally {
      // A write whose flush failed may be committed nevertheless.
      changeSignal.notify(name);
    }
  };

  const changes: DocumentDatabase['changes'] = (query) => readTable((table) => readChanges(connection, table, query));

  return {
    name,
    addIndexes,
    get: (id) => readTable((table) => readOne(connection, table, id)),
    getMany: (ids) => readTable((table) => ids.flatMap((id) => readOne(connection, table, id) ?? [])),
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
      return readTable((table) => findIn(connection, table, query));
    },
    count: () => readTable((table) => countLiving(connection, table)),
    changes,
    countChanges: (since) => readTable((table) => countChanges(connection, table, since)),
    follow: (query) => follow(name, parts, { ...query, changes }),
    sequence: () => readTable((table) => `${table.identity}.${newest(connection, table)}`),
  };
};

/** The table of a database, created on first use. */
const openTable = (name: string, { connection, queue }: EmbeddedParts) => {
  const { open, forget, ...table } = createOnUse((indexes) =>
    queue.submit(1, () => makeTable(connection, name, indexes)),
  );
  return {
    ...table,
    /** Another process may have deleted the database; it is then created again, as on first use. */
    withTable: async <T>(work: (table: Table) => T | Promise<T>): Promise<T> => {
      try {
        return await work(await open());
      } catch (error) {
        if (!isMissingTable(error instanceof Failure ? error.cause : error)) throw error;
        forget();
        return await work(await open());
      }
    },
  };
};

type Following = Parameters<DocumentDatabase['follow']>[0] & Pick<DocumentDatabase, 'changes'>;

async function* follow(
  name: string,
  { changeSignal, closed }: EmbeddedParts,
  { since, limit, signal, changes }: Following,
): AsyncGenerator<ChangeBatch> {
  const ended = AbortSignal.any([signal, closed]);
  let from = since;
  while (!ended.aborted) {
    const seen = changeSignal.count(name);
    const batch = await changes(from === undefined ? { limit } : { since: from, limit }).catch(ignoreOutage);
    if (ended.aborted) return;
    from = batch?.sequence ?? from;
    if (!batch) await pause(RETRY_MS, ended);
    else if (batch.changes.length > 0) yield batch;
    else await changeSignal.wait(name, seen, ended);
  }
}

/** A follower survives a temporary outage of the store. */
const ignoreOutage = (error: unknown): undefined => {
  if (!hasCode(error, 'store.unavailable') && !hasCode(error, 'store.full')) throw error;
};
