import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { CollectionPlace } from '@inbetwin/shared/ports/document-rules.ts';
import { createIndexSql } from './embedded-find.ts';

/** A database; one that is deleted and created again has another number and another identity. */
export type Database = { readonly number: number; readonly identity: string };

/** A collection of a database. `kind` numbers its name, whichever database it is in: indexes belong to a kind. */
export type Table = { readonly database: Database; readonly number: number; readonly kind: number };

/** A connection, or the bare file while it is laid out. */
type Statements = Pick<DatabaseSync, 'prepare'>;

/** The database, created unless it exists. */
export const makeDatabase = (connection: Statements, name: string): Database => {
  connection
    .prepare('INSERT INTO databases (name, identity) VALUES (?, ?) ON CONFLICT (name) DO NOTHING')
    .run(name, randomUUID().slice(0, 13));
  const row = connection.prepare('SELECT number, identity FROM databases WHERE name = ?').get(name);
  return { number: Number(row?.number), identity: String(row?.identity) };
};

/** The collection with its database and its indexes, created unless they exist. */
export const makeTable = (
  connection: Statements,
  { database: databaseName, collection }: CollectionPlace,
  indexes: readonly (readonly string[])[],
): Table => {
  const database = makeDatabase(connection, databaseName);
  connection.prepare('INSERT INTO kinds (name) VALUES (?) ON CONFLICT (name) DO NOTHING').run(collection);
  const kind = Number(connection.prepare('SELECT number FROM kinds WHERE name = ?').get(collection)?.number);
  connection
    .prepare('INSERT INTO collections (database, kind) VALUES (?, ?) ON CONFLICT (database, kind) DO NOTHING')
    .run(database.number, kind);
  const made = connection.prepare('SELECT number FROM collections WHERE database = ? AND kind = ?');
  const number = Number(made.get(database.number, kind)?.number);
  for (const index of indexes) connection.prepare(createIndexSql(kind, index)).run();
  return { database, number, kind };
};
