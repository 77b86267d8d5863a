import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { makeTable, type Table } from './make-tables.ts';
import { runTransaction } from './run-transaction.ts';

/*
 * Layouts 1 and 2 had a table for each collection of each team, `docs_<number>`, and each had a sequence of its own. The table `databases`
 * named them: `team-<id>-messages`, `accounts`. Here it is called `former` until all of them are moved.
 */

/** A collection of the former layout. */
type Former = { readonly number: number; readonly name: string; readonly identity: string };

/** Makes room for the present tables. */
export const setFormerAside = (database: DatabaseSync): void => {
  database.exec('ALTER TABLE databases RENAME TO former');
};

/**
 * Moves the former collections to the present tables: a database with all of its collections in one transaction, so that a crash loses
 * nothing and repeats little. Several processes may do it at once. Revisions stay; sequences are new, so devices pull again.
 */
export const moveFormer = (database: DatabaseSync): void => {
  const isOpen = () => database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'former'").get() !== undefined;
  while (isOpen()) runTransaction(database, () => (isOpen() ? moveNext(database) : undefined));
};

const moveNext = (database: DatabaseSync): void => {
  const former = database.prepare('SELECT number, name, identity FROM former ORDER BY name').all() as Former[];
  const groups = Map.groupBy(former, ({ name }) => placeOf(name).database);
  // Checkpoints say how far a team's messages were handled, so they are moved last, when they are adapted.
  const names = [...groups.keys()].sort((a, b) => Number(a === SERVER) - Number(b === SERVER));
  const [name] = names;
  if (name === undefined) {
    database.exec('DROP TABLE former');
    return;
  }
  const team = /^team-(.+)$/.exec(name)?.[1];
  const collections = groups.get(name) ?? [];
  if (team === undefined) for (const each of collections) copy(database, each, {});
  else moveTeam(database, team, collections);
  for (const { number } of collections) {
    database.exec(`DROP TABLE docs_${number}; DELETE FROM former WHERE number = ${number}`);
  }
};

const SERVER = 'server';
/** Their changes are followed by the outbox, with a checkpoint each. */
const CHECKPOINTS: Readonly<Record<string, string>> = {
  messages: 'outbox',
  conversations: 'conversations',
  work: 'work',
};

/**
 * Writes the handled changes first and places the checkpoint after them, so that the outbox neither repeats a change nor misses one.
 */
const moveTeam = (database: DatabaseSync, team: string, collections: readonly Former[]): void => {
  const handled = collections.map((former) => ({ former, upTo: handledOf(database, team, former) }));
  for (const { former, upTo } of handled) copy(database, former, { upTo });
  const identity = database.prepare('SELECT identity FROM databases WHERE name = ?').get(`team-${team}`)?.identity;
  const newest = database.prepare('SELECT max(seq) AS seq FROM documents').get()?.seq ?? 0;
  writeCheckpoint(database, team, `${identity}.${newest}`);
  for (const { former, upTo } of handled) copy(database, former, { after: upTo });
};

/** The former checkpoints, unless there are none. */
const checkpointTable = (database: DatabaseSync): string | undefined => {
  const row = database.prepare("SELECT number FROM former WHERE name = 'checkpoints'").get();
  return row && `docs_${row.number}`;
};

const checkpointSchema = z.object({ sequence: z.string() });

/** The former sequence up to which the collection's changes were handled; all of them if nobody follows it. */
const handledOf = (database: DatabaseSync, team: string, { name, identity }: Former): number => {
  const followed = CHECKPOINTS[placeOf(name).collection];
  if (followed === undefined) return Number.MAX_SAFE_INTEGER;
  const table = checkpointTable(database);
  const row =
    table && database.prepare(`SELECT body FROM ${table} WHERE id = ? AND deleted = 0`).get(`${followed}:${team}`);
  if (!row) return 0;
  const { data } = checkpointSchema.safeParse(JSON.parse(String(row.body)));
  const [, of, seq] = /^([0-9a-f-]+)\.(\d{1,15})$/.exec(data?.sequence ?? '') ?? [];
  return of === identity ? Number(seq) : 0;
};

/** The one checkpoint of the team's feed takes the place of those of its collections. */
const writeCheckpoint = (database: DatabaseSync, team: string, sequence: string): void => {
  const table = checkpointTable(database);
  if (!table) return;
  database
    .prepare(`UPDATE ${table} SET body = json_set(body, '$.sequence', ?) WHERE id = ? AND deleted = 0`)
    .run(sequence, `outbox:${team}`);
  for (const other of ['conversations', 'work']) {
    database.prepare(`DELETE FROM ${table} WHERE id = ?`).run(`${other}:${team}`);
  }
};

type Part = { readonly after?: number; readonly upTo?: number };

const copy = (database: DatabaseSync, former: Former, { after = 0, upTo = Number.MAX_SAFE_INTEGER }: Part): void => {
  const table: Table = makeTable(database, placeOf(former.name), []);
  const own = [table.database.number, table.number] as const;
  database
    .prepare(
      `INSERT INTO documents (database, collection, kind, id, rev, deleted, body)
      SELECT ?, ?, ?, id, rev, deleted, body FROM docs_${former.number} WHERE seq > ? AND seq <= ? ORDER BY seq`,
    )
    .run(...own, table.kind, after, upTo);
  const living = 'SELECT count(*) FROM documents WHERE collection = ?1 AND deleted = 0';
  database.prepare(`UPDATE collections SET living = (${living}) WHERE number = ?1`).run(table.number);
};

/** Where a former collection belongs now. */
const placeOf = (name: string): { readonly database: string; readonly collection: string } => {
  const [, team, collection] = /^(team-.+)-([a-z]+)$/.exec(name) ?? [];
  if (team !== undefined && collection !== undefined) return { database: team, collection };
  if (name === 'owners') return { database: 'owners', collection: 'owners' };
  if (name.startsWith('vectors-')) return { database: name, collection: 'vectors' };
  return { database: SERVER, collection: name };
};
