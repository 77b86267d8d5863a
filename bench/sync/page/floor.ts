import { entities } from '@inbetwin/shared/entities/registry.ts';
import { createRxDatabase, type RxCollection } from 'rxdb';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { migrationsOf } from '../../../desktop/src/renderer/database/opening/migrate-collections.ts';
import { rxSchemaOf } from '../../../desktop/src/renderer/database/opening/rx-schema.ts';
import { fetchLeads, requireCount } from './fetch-leads.ts';

/**
 * The minimum work of any replication: one response, and one `bulkInsert` of its documents into a new database with the
 * workspace's own schema, storage and settings, and without anything that observes its writes.
 */
export const writeAtOnce = async (url: string, leads: number): Promise<number> => {
  const database = await createRxDatabase({ name: 'floor', storage: getRxStorageDexie(), multiInstance: true });
  const schema = rxSchemaOf(entities.leads);
  const options = { schema, migrationStrategies: migrationsOf('leads'), autoMigrate: false };
  const collections = await database.addCollections({ leads: options });
  const collection: RxCollection = collections.leads;

  const started = performance.now();
  const { error } = await collection.bulkInsert(await fetchLeads(url));
  const took = performance.now() - started;

  if (error[0]) throw new Error(`${error[0].documentId} could not be written (${error[0].status}).`);
  requireCount(await collection.count().exec(), leads);
  await database.close();
  return took;
};
