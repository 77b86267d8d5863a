import { z } from 'zod';
import type { CouchClient } from './couch-client.ts';
import { CouchRefusal, isRefusal } from './couch-failure.ts';
import { designName, indexDefinition } from './couch-find.ts';
import { isMissing, isRace, untilSettled } from './couch-races.ts';

const anythingSchema = z.unknown();
const createdSchema = z.object({ result: z.string() });
const indexesSchema = z.object({ indexes: z.array(z.object({ ddoc: z.string().nullish() })) });

const membersSchema = z.looseObject({
  names: z.array(z.string()).default([]),
  roles: z.array(z.string()).default([]),
});
const securitySchema = z.looseObject({ admins: membersSchema.prefault({}), members: membersSchema.prefault({}) });

/** Restricts a database to server admins. */
const CLOSED = { names: [], roles: ['_admin'] };

/**
 * Creates what is missing; safe to run in several processes at once. Uses one shard (`q=1`) because changes are ordered only within a
 * shard, and a team's databases are many and small.
 */
export const makeCouchDatabase = async (
  client: CouchClient,
  database: string,
  indexes: readonly (readonly string[])[] = [],
): Promise<void> => {
  await untilSettled(() => createDatabase(client, database), isRace, client.closed);
  // Right after the creation, a cluster node may still answer that the database does not exist.
  await untilSettled(() => restrictAccess(client, database), isMissing, client.closed);
  for (const index of indexes) await makeIndex(client, database, index);
};

const createDatabase = async (client: CouchClient, database: string): Promise<void> => {
  try {
    await client.request({ database, method: 'put', query: { q: 1 } }, anythingSchema);
  } catch (error) {
    if (!isRefusal(error, 412) || error.error !== 'file_exists') throw error;
  }
};

/**
 * Restricts access to the database. CouchDB 3 admits only admins to a new one, unless `default_security` says otherwise; a database without
 * members is public. Members that an operator added on purpose are kept.
 */
const restrictAccess = async (client: CouchClient, database: string): Promise<void> => {
  const security = await client.request({ database, path: '_security' }, securitySchema);
  const { admins, members } = security;
  if (members.names.length + members.roles.length > 0) return;
  const hasAdmins = admins.names.length + admins.roles.length > 0;
  const body = { ...security, admins: hasAdmins ? admins : CLOSED, members: CLOSED };
  await client.request({ database, path: '_security', method: 'put', body }, anythingSchema);
};

const makeIndex = async (client: CouchClient, database: string, index: readonly string[]): Promise<void> => {
  const request = { database, path: '_index', method: 'post', body: indexDefinition(index) } as const;
  const isPassing = (error: unknown) => isRace(error) || isMissing(error);
  const { result } = await untilSettled(() => client.request(request, createdSchema), isPassing, client.closed);
  if (result !== 'created') return;
  await untilSettled(() => requireListed(client, database, index), isMissing, client.closed);
};

/** Throws until CouchDB lists the new index, because it cannot be used before that. */
const requireListed = async (client: CouchClient, database: string, index: readonly string[]): Promise<void> => {
  const { indexes } = await client.request({ database, path: '_index' }, indexesSchema);
  if (indexes.some(({ ddoc }) => ddoc === `_design/${designName(index)}`)) return;
  throw new CouchRefusal({
    statusCode: 400,
    error: 'no_usable_index',
    reason: `of ${database}, although it was just created`,
  });
};
