import { hash } from 'node:crypto';
import type { SQLOutputValue } from 'node:sqlite';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { refuseRow } from '@inbetwin/shared/ports/document-rules.ts';
import type {
  Change,
  ChangeBatch,
  FindPage,
  FindQuery,
  LatestPage,
  LatestQuery,
  StoredDocument,
  WriteResult,
  WriteRow,
} from '@inbetwin/shared/ports/document-store.ts';
import { badCursor, cutPage } from '@inbetwin/shared/ports/find-cursor.ts';
import type { Connection } from './embedded-connection.ts';
import { findStatements } from './embedded-find.ts';
import type { Database, Table } from './make-tables.ts';

type Row = Record<string, SQLOutputValue>;

/** A row with its body as it is stored. */
export type CheckedRow = { readonly row: WriteRow; readonly json: string };

/** Which changes a feed holds: those of a database, or of one of its collections. */
export type Feed = { readonly database: Database; readonly collection?: number };

/** The database was deleted since it was opened. */
export class DatabaseGone extends Error {}

/** Throws `DatabaseGone` if another process, or this one, has deleted the database. */
export const requireLiving = (connection: Connection, { number }: Database): void => {
  const row = connection.prepare('SELECT 1 FROM databases WHERE number = ? AND name IS NOT NULL').get(number);
  if (!row) throw new DatabaseGone(`Database ${number} was deleted.`);
};

/** A place in the change feed: the sequence of a change, and the revision that it wrote. */
type Place = { readonly seq: number; readonly rev: string };

/** The last write to any of the database's collections. */
const newest = (connection: Connection, { number }: Database): Place => {
  const last = connection.prepare('SELECT seq, rev FROM documents WHERE database = ? ORDER BY seq DESC LIMIT 1');
  const row = last.get(number);
  return row ? { seq: Number(row.seq), rev: String(row.rev) } : { seq: 0, rev: '' };
};

/** A sequence as it is given out: a part of the revision tells it from the same number in a store that was put back to a backup. */
const toSequence = ({ identity }: Database, { seq, rev }: Place): string =>
  seq === 0 ? `${identity}.0` : `${identity}.${seq}.${markOf(rev)}`;

const markOf = (rev: string): string => rev.slice(rev.indexOf('-') + 1).slice(0, 6);

/** The newest sequence. */
export const newestSequence = (connection: Connection, database: Database): string =>
  toSequence(database, newest(connection, database));

/** The document with this id; undefined if it was never written. */
export const readOne = (connection: Connection, { number }: Table, id: string): StoredDocument | undefined => {
  const row = connection
    .prepare('SELECT id, rev, deleted, body FROM documents WHERE collection = ? AND id = ?')
    .get(number, id);
  return row && toStored(row);
};

/** One page of a query. */
export const findIn = (connection: Connection, table: Table, query: FindQuery): FindPage => {
  const found: StoredDocument[] = [];
  for (const { sql, parameters } of findStatements(table, query)) {
    const missing = query.limit + 1 - found.length;
    if (missing === 0) break;
    const rows = connection.prepare(sql).all(...parameters, missing);
    found.push(...rows.map(toStored));
  }
  return cutPage(query, found);
};

/** One page of the living documents, the last written first. The cursor is the place of the last one in the feed. */
export const latestIn = (connection: Connection, { database, number }: Table, query: LatestQuery): LatestPage => {
  const { limit, cursor } = query;
  const [, identity, digits] = /^([0-9a-f-]+)\.(\d{1,15})$/.exec(cursor ?? `${database.identity}.${LAST_PLACE}`) ?? [];
  if (identity !== database.identity) throw badCursor();
  const rows = connection
    .prepare(
      `SELECT seq, id, rev, deleted, body FROM documents
      WHERE collection = ? AND seq < ? AND deleted = 0 ORDER BY seq DESC LIMIT ?`,
    )
    .all(number, Number(digits), limit + 1);
  const page = rows.slice(0, limit);
  return {
    documents: page.map(toStored),
    sequence: newestSequence(connection, database),
    ...(rows.length > limit && { next: `${database.identity}.${page.at(-1)?.seq}` }),
  };
};

/** Behind every sequence. */
const LAST_PLACE = 999_999_999_999_999;

/** The number of living documents. */
export const countLiving = (connection: Connection, { number }: Table): number =>
  Number(connection.prepare('SELECT living FROM collections WHERE number = ?').get(number)?.living);

/** The changes behind a sequence. At the end, the sequence may be past changes of other collections. */
export const readChanges = (
  connection: Connection,
  feed: Feed,
  { since, limit }: { readonly since?: string; readonly limit: number },
): ChangeBatch => {
  const { database } = feed;
  const end = newest(connection, database);
  const from = since === undefined ? 0 : readSequence(connection, database, since, end);
  const { where, value } = rangeOf(feed);
  const rows = connection
    .prepare(
      `SELECT seq, id, rev, deleted, body, name FROM documents CROSS JOIN kinds ON kinds.number = documents.kind
      WHERE ${where} AND seq > ? ORDER BY seq LIMIT ?`,
    )
    .all(value, from, limit);
  const changes = rows.map((row): Change => {
    const stored = toStored(row);
    const sequence = toSequence(database, { seq: Number(row.seq), rev: stored.rev });
    return { ...stored, collection: String(row.name), sequence };
  });
  const last = rows.length < limit ? undefined : changes.at(-1);
  return { changes, sequence: last?.sequence ?? toSequence(database, end) };
};

/** The number of changes behind a sequence. */
export const countChanges = (connection: Connection, feed: Feed, since: string): number => {
  const from = readSequence(connection, feed.database, since, newest(connection, feed.database));
  const { where, value } = rangeOf(feed);
  const counted = connection.prepare(`SELECT count(*) AS changes FROM documents WHERE ${where} AND seq > ?`);
  return Number(counted.get(value, from)?.changes);
};

const rangeOf = ({ database, collection }: Feed): { readonly where: string; readonly value: number } =>
  collection === undefined
    ? { where: 'database = ?', value: database.number }
    : { where: 'collection = ?', value: collection };

const toStored = (row: Row): StoredDocument => ({
  id: String(row.id),
  rev: String(row.rev),
  deleted: row.deleted === 1,
  body: JSON.parse(String(row.body)),
});

/** Writes each row whose revision matches. */
export const writeRows = (
  connection: Connection,
  { database, number, kind }: Table,
  rows: readonly CheckedRow[],
): readonly WriteResult[] => {
  requireLiving(connection, database);
  const current = connection.prepare('SELECT rev, deleted FROM documents WHERE collection = ? AND id = ?');
  // A write moves its document to the end: it replaces the row by one with a new sequence.
  const put = connection.prepare(
    'REPLACE INTO documents (database, collection, kind, id, rev, deleted, body) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  let added = 0;
  const results = rows.map(({ row, json }): WriteResult => {
    const { id } = row;
    const refusal = refuseRow(row, json);
    if (refusal !== undefined) return { id, ok: false, code: 'invalid', message: refusal };
    const before = current.get(number, id);
    const expected = before?.deleted === 1 && row.rev === undefined ? undefined : before?.rev;
    if (row.rev !== expected) return { id, ok: false, code: 'conflict', message: 'the revision does not match' };
    const rev = nextRev(before?.rev, row.deleted === true, json);
    put.run(database.number, number, kind, id, rev, row.deleted ? 1 : 0, json);
    added += Number(!row.deleted) - Number(before?.deleted === 0);
    return { id, ok: true, rev };
  });
  if (added !== 0) connection.prepare('UPDATE collections SET living = living + ? WHERE number = ?').run(added, number);
  return results;
};

/** Follows CouchDB's form of revisions: the number of writes, and a digest of the old revision and the new content. */
const nextRev = (before: SQLOutputValue | undefined, deleted: boolean, json: string): string => {
  const generation = before === undefined ? 1 : Number.parseInt(String(before), 10) + 1;
  return `${generation}-${hash('sha256', `${before} ${deleted} ${json}`).slice(0, 32)}`;
};

/** Throws `store.bad_sequence` for one that this database did not give out, as far as can be seen. */
const readSequence = (connection: Connection, database: Database, sequence: string, end: Place): number => {
  const [, identity, digits, mark] = /^([0-9a-f-]+)\.(\d{1,15})(?:\.(\w+))?$/.exec(sequence) ?? [];
  const seq = Number(digits);
  if (identity === database.identity && seq <= end.seq && fits(connection, seq, mark)) return seq;
  throw new Failure('store.bad_sequence', `There is no such sequence: ${sequence}`, 'Start over from the beginning.');
};

/** A document that was written again since is elsewhere, so nothing can be compared. */
const fits = (connection: Connection, seq: number, mark: string | undefined): boolean => {
  if (mark === undefined) return true;
  const row = connection.prepare('SELECT rev FROM documents WHERE seq = ?').get(seq);
  return !row || markOf(String(row.rev)) === mark;
};
