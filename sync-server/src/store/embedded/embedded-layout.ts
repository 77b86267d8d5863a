import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { moveFormer, setFormerAside } from './former-layout.ts';
import { runTransaction } from './run-transaction.ts';

const LAYOUT = 3;

/**
 * One table for the documents of all teams, in the order of their last write: the change feed of a database, or of one of its collections,
 * is a range of an index over it. Neither the tables nor the indexes become more with the number of teams. Numbers are never reused, so that
 * another process cannot mistake one database for another; a database without a name is being deleted.
 */
const TABLES = `
  CREATE TABLE kinds (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE databases (number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, identity TEXT NOT NULL) STRICT;
  CREATE TABLE collections (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    database INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    living INTEGER NOT NULL DEFAULT 0,
    UNIQUE (database, kind)
  ) STRICT;
  CREATE TABLE documents (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    database INTEGER NOT NULL,
    collection INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    id TEXT NOT NULL,
    rev TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (collection, id)
  ) STRICT;
  CREATE INDEX of_database ON documents (database);
  CREATE INDEX of_collection ON documents (collection);
`;

/** Creates the tables, or moves what a former version stored to them; what a crash interrupted goes on at the next start. */
export const layOut = (database: DatabaseSync, file: string): void => {
  runTransaction(database, () => createTables(database, file));
  moveFormer(database);
};

const createTables = (database: DatabaseSync, file: string): void => {
  const layout = Number(database.prepare('PRAGMA user_version').get()?.user_version);
  if (layout > LAYOUT) {
    throw new Failure(
      'store.unavailable',
      `${file} was written by a newer version of inBeTwin.`,
      'Start that version, or name another data folder.',
    );
  }
  if (layout === LAYOUT) return;
  if (layout === 0) {
    database.exec('CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT');
    database.prepare("INSERT INTO meta VALUES ('backend', ?), ('checks', '0')").run(randomUUID());
  } else setFormerAside(database);
  database.exec(`${TABLES}; PRAGMA user_version = ${LAYOUT};`);
};
