import { hash, randomUUID } from 'node:crypto';
import type { SQLOutputValue } from 'node:sqlite';
import { Failure, hasCode } from '@inbetwin/shared/contracts/errors.ts';
import { refuseRow, requireFind, serializeBody } from '@inbetwin/shared/ports/document-rules.ts';
import type {
  Change,
  DocumentDatabase,
  StoredDocument,
  WriteResult,
  WriteRow,
} from '@inbetwin/shared/ports/document-store.ts';
import { cutPage } from '@inbetwin/shared/ports/find-cursor.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';
import type { ChangeSignal } from './change-signal.ts';
import type { Connection } from './embedded-connection.ts';
import { isMissingTable } from './embedded-failure.ts';
import { createIndexSql, findStatements } from './embedded-find.ts';
import { MAX_ROWS_PER_TRANSACTION, type WriteQueue } from './write-queue.ts';

const RETRY_MS = 1000;

type Row = Record<string, SQLOutputValue>;
type Table = { readonly number: number; readonly name: string; readonly identity: string };
type CheckedRow = { readonly row: WriteRow; readonly json: string };

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
  const { connection, queue, changeSignal, closed } = parts;
  const indexes = new Map<string, readonly string[]>();
  let opened: Promise<Table> | undefined;

  const open = (): Promise<Table> => {
    opened ??= queue
      .submit(1, () => makeTable(connection, name, [...indexes.values()]))
      .catch((error) => {
        opened = undefined;
        throw error;
      });
    return opened;
  };

  /** Another process may have deleted the database; it is then created again, as on first use. */
  const withTable = async <T>(work: (table: Table) => T | Promise<T>): Promise<T> => {
    try {
      return await work(await open());
    } catch (error) {
      if (!isMissingTable(error instanceof Failure ? error.cause : error)) throw error;
      opened = undefined;
      return await work(await open());
    }
  };

  const readTable = async <T>(work: (table: Table) => T): Promise<T> => {
    const found = await withTable((table) => connection.read(() => work(table)));
    await connection.durable();
    return found;
  };

  const newest = (table: Table): number =>
    Number(connection.prepare(`SELECT max(seq) AS seq FROM ${table.name}`).get()?.seq ?? 0);

  const readOne = (table: Table, id: string): StoredDocument | undefined => {
    const row = connection.prepare(`SELECT id, rev, deleted, body FROM ${table.name} WHERE id = ?`).get(id);
    return row && toStored(row);
  };

  const writeSlice = async (rows: readonly CheckedRow[]): Promise<readonly WriteResult[]> => {
    try {
      return await withTable((table) => queue.submit(rows.length, () => writeRows(connection, table, rows)));
    } finally {
      // A write whose flush failed may be committed nevertheless.
      changeSignal.notify(name);
    }
  };

  const changes: DocumentDatabase['changes'] = ({ since, limit }) =>
    readTable((table) => {
      const from = since === undefined ? 0 : parseSequence(since, table, newest(table));
      const rows = connection
        .prepare(`SELECT seq, id, rev, deleted, body FROM ${table.name} WHERE seq > ? ORDER BY seq LIMIT ?`)
        .all(from, limit);
      const found = rows.map((row): Change => ({ ...toStored(row), sequence: `${table.identity}.${row.seq}` }));
      return { changes: found, sequence: found.at(-1)?.sequence ?? `${table.identity}.${from}` };
    });

  return {
    name,
    addIndexes: (added) => {
      const missing = added.filter((index) => !indexes.has(index.join()));
      if (missing.length > 0) opened = undefined;
      for (const index of missing) indexes.set(index.join(), index);
    },
    get: (id) => readTable((table) => readOne(table, id)),
    getMany: (ids) => readTable((table) => ids.flatMap((id) => readOne(table, id) ?? [])),
    write: async (rows) => {
      const checked = rows.map((row) => ({ row, json: serializeBody(row.body) }));
      const results: WriteResult[] = [];
      for (let from = 0; from < checked.length; from += MAX_ROWS_PER_TRANSACTION) {
        results.push(...(await writeSlice(checked.slice(from, from + MAX_ROWS_PER_TRANSACTION))));
      }
      return results;
    },
    find: async (query) => {
      requireFind(query, { indexes: [...indexes.values()] });
      return readTable((table) => {
        const found: StoredDocument[] = [];
        for (const { sql, parameters } of findStatements(table.name, query)) {
          const missing = query.limit + 1 - found.length;
          if (missing === 0) break;
          found.push(
            ...connection
              .prepare(sql)
              .all(...parameters, missing)
              .map(toStored),
          );
        }
        return cutPage(query, found);
      });
    },
    count: () =>
      readTable((table) =>
        // Also reads the table itself, so that a table dropped by another process is noticed.
        Number(
          connection
            .prepare(`SELECT living FROM databases WHERE number = ? AND EXISTS (SELECT 1 FROM ${table.name}) IN (0, 1)`)
            .get(table.number)?.living,
        ),
      ),
    changes,
    countChanges: (since) =>
      readTable((table) => {
        const from = parseSequence(since, table, newest(table));
        return Number(
          connection.prepare(`SELECT count(*) AS changes FROM ${table.name} WHERE seq > ?`).get(from)?.changes,
        );
      }),
    follow: async function* ({ since, limit, signal }) {
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
    },
    sequence: () => readTable((table) => `${table.identity}.${newest(table)}`),
  };
};

/** A follower survives a temporary outage of the store. */
const ignoreOutage = (error: unknown): undefined => {
  if (!hasCode(error, 'store.unavailable') && !hasCode(error, 'store.full')) throw error;
};

const toStored = (row: Row): StoredDocument => ({
  id: String(row.id),
  rev: String(row.rev),
  deleted: row.deleted === 1,
  body: JSON.parse(String(row.body)),
});

const makeTable = (connection: Connection, name: string, indexes: readonly (readonly string[])[]): Table => {
  connection
    .prepare('INSERT INTO databases (name, identity) VALUES (?, ?) ON CONFLICT (name) DO NOTHING')
    .run(name, randomUUID().slice(0, 13));
  const row = connection.prepare('SELECT number, identity, living FROM databases WHERE name = ?').get(name);
  const number = Number(row?.number);
  const table = { number, name: `docs_${number}`, identity: String(row?.identity) };
  const statements = [
    `CREATE TABLE IF NOT EXISTS ${table.name} (
      seq INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      rev TEXT NOT NULL,
      deleted INTEGER NOT NULL,
      body TEXT NOT NULL
    ) STRICT`,
    ...indexes.map((index) => createIndexSql(table.name, index)),
  ];
  for (const sql of statements) connection.prepare(sql).run();
  if (row?.living === null) {
    const counted = `UPDATE databases SET living = (SELECT count(*) FROM ${table.name} WHERE deleted = 0) WHERE number = ?`;
    connection.prepare(counted).run(number);
  }
  return table;
};

const writeRows = (connection: Connection, table: Table, rows: readonly CheckedRow[]): readonly WriteResult[] => {
  const current = connection.prepare(`SELECT rev, deleted FROM ${table.name} WHERE id = ?`);
  const put = connection.prepare(`REPLACE INTO ${table.name} (seq, id, rev, deleted, body)
    VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM ${table.name}), ?, ?, ?, ?)`);
  let added = 0;
  const results = rows.map(({ row, json }): WriteResult => {
    const { id } = row;
    const refusal = refuseRow(row, json);
    if (refusal !== undefined) return { id, ok: false, code: 'invalid', message: refusal };
    const before = current.get(id);
    const expected = before?.deleted === 1 && row.rev === undefined ? undefined : before?.rev;
    if (row.rev !== expected) return { id, ok: false, code: 'conflict', message: 'the revision does not match' };
    const rev = nextRev(before?.rev, row.deleted === true, json);
    put.run(id, rev, row.deleted ? 1 : 0, json);
    added += Number(!row.deleted) - Number(before?.deleted === 0);
    return { id, ok: true, rev };
  });
  connection.prepare('UPDATE databases SET living = living + ? WHERE number = ?').run(added, table.number);
  return results;
};

/** Follows CouchDB's form of revisions: the number of writes, and a digest of the old revision and the new content. */
const nextRev = (before: SQLOutputValue | undefined, deleted: boolean, json: string): string => {
  const generation = before === undefined ? 1 : Number.parseInt(String(before), 10) + 1;
  return `${generation}-${hash('sha256', `${before} ${deleted} ${json}`).slice(0, 32)}`;
};

const parseSequence = (sequence: string, table: Table, newest: number): number => {
  const [, identity, seq] = /^([0-9a-f-]+)\.(\d{1,15})$/.exec(sequence) ?? [];
  if (identity === table.identity && Number(seq) <= newest) return Number(seq);
  throw new Failure('store.bad_sequence', `There is no such sequence: ${sequence}`, 'Start over from the beginning.');
};
