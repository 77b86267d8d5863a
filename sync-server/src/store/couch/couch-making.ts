import { z } from 'zod';
import type { CouchClient } from './couch-client.ts';
import { isRefusal } from './couch-failure.ts';
import { isMissing, isRace, untilSettled } from './couch-races.ts';

const anythingSchema = z.unknown();

const membersSchema = z.looseObject({
  names: z.array(z.string()).default([]),
  roles: z.array(z.string()).default([]),
});
const securitySchema = z.looseObject({ admins: membersSchema.prefault({}), members: membersSchema.prefault({}) });

/** Restricts a database to server admins. */
const CLOSED = { names: [], roles: ['_admin'] };

/**
 * Creates the database unless it exists, and returns whether it did; safe to run in several processes at once. Uses one shard (`q=1`) because changes are ordered only within a
 * shard, and a node has many teams.
 */
export const makeCouchDatabase = async (client: CouchClient, database: string): Promise<boolean> => {
  const isNew = await untilSettled(() => createDatabase(client, database), isRace, client.closed);
  // Right after the creation, a cluster node may still answer that the database does not exist.
  await untilSettled(() => restrictAccess(client, database), isMissing, client.closed);
  return isNew;
};

const createDatabase = async (client: CouchClient, database: string): Promise<boolean> => {
  try {
    await client.request({ database, method: 'put', query: { q: 1 } }, anythingSchema);
    return true;
  } catch (error) {
    if (!isRefusal(error, 412) || error.error !== 'file_exists') throw error;
    return false;
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
