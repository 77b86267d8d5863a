import { hash, randomUUID } from 'node:crypto';
import type { SQLOutputValue } from 'node:sqlite';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { refuseRow } from '@inbetwin/shared/ports/document-rules.ts';
import type {
  Change,
  ChangeBatch,
  FindPage,
  FindQuery,
  StoredDocument,
  WriteResult,
  WriteRow,
} from '@inbetwin/shared/ports/document-store.ts';
import { cutPage } from '@inbetwin/shared/ports/find-cursor.ts';
import type { Connection } from './embedded-connection.ts';
import { createIndexSql, findStatements } from './embedded-find.ts';

type Row = Record<string, SQLOutputValue>;

/** The table of a database. A database that is deleted and created again has another identity. */
export type Table = { readonly number: number; readonly name: string; readonly identity: string };

/** A row with its body as it is stored. */
export type CheckedRow = { readonly row: WriteRow; readonly json: string };

/** The sequence of the last write. */
export const newest = (connection: Connection, table: Table): number =>
  Number(connection.prepare(`SELECT max(seq) AS seq FROM ${table.name}`).get()?.seq ?? 0);

/** The document with this id; undefined if it was never written. */
export const readOne = (connection: Connection, table: Table, id: string): StoredDocument | undefined => {
  const row = connection.prepare(`SELECT id, rev, deleted, body FROM ${table.name} WHERE id = ?`).get(id);
  return row && toStored(row);
};

/** One page of a query. */
export const findIn = (connection: Connection, table: Table, query: FindQuery): FindPage => {
  const found: StoredDocument[] = [];
  for (const { sql, parameters } of findStatements(table.name, query)) {
    const missing = query.limit + 1 - found.length;
    if (missing === 0) break;
    const rows = connection.prepare(sql).all(...parameters, missing);
    found.push(...rows.map(toStored));
  }
  return cutPage(query, found);
};

/** The number of living documents. Also reads the table itself, so that a table dropped by another process is noticed. */
export const countLiving = (connection: Connection, { name, number }: Table): number =>
  Number(
    connection
      .prepare(`SELECT living FROM databases WHERE number = ? AND EXISTS (SELECT 1 FROM ${name}) IN (0, 1)`)
      .get(number)?.living,
  );

/** The changes behind a sequence. */
export const readChanges = (
  connection: Connection,
  table: Table,
  { since, limit }: { readonly since?: string; readonly limit: number },
): ChangeBatch => {
  const from = since === undefined ? 0 : parseSequence(since, table, newest(connection, table));
  const rows = connection
    .prepare(`SELECT seq, id, rev, deleted, body FROM ${table.name} WHERE seq > ? ORDER BY seq LIMIT ?`)
    .all(from, limit);
  const changes = rows.map((row): Change => ({ ...toStored(row), sequence: `${table.identity}.${row.seq}` }));
  return { changes, sequence: changes.at(-1)?.sequence ?? `${table.identity}.${from}` };
};

/** The number of changes behind a sequence. */
export const countChanges = (connection: Connection, table: Table, since: string): number => {
  const from = parseSequence(since, table, newest(connection, table));
  return Number(connection.prepare(`SELECT count(*) AS changes FROM ${table.name} WHERE seq > ?`).get(from)?.changes);
};

const toStored = (row: Row): StoredDocument => ({
  id: String(row.id),
  rev: String(row.rev),
  deleted: row.deleted === 1,
  body: JSON.parse(String(row.body)),
});

/** Creates the table and its indexes unless they exist. */
export const makeTable = (connection: Connection, name: string, indexes: readonly (readonly string[])[]): Table => {
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

/** Writes each row whose revision matches. */
export const writeRows = (
  connection: Connection,
  table: Table,
  rows: readonly CheckedRow[],
): readonly WriteResult[] => {
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
