import type { ReplicatedEntity } from '@inbetwin/shared/entities/declaring/define-entity.ts';
import { entities, type ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { MigrationStrategies, RxCollection } from 'rxdb';
import { getOldCollectionMeta } from 'rxdb/plugins/migration-schema';
import { putLocalKeys } from '../local-keys.ts';

/**
 * Converts an entity's migrations to RxDB's form. Documents, deleted ones, and the states that replication remembers pass through each
 * migration and then get the local keys of this version.
 */
export const migrationsOf = (name: ReplicatedCollection): MigrationStrategies => {
  const { migrations = {} }: ReplicatedEntity = entities[name];
  return Object.fromEntries(
    Object.entries(migrations).map(([version, migrate]) => [
      version,
      (document: Readonly<Record<string, unknown>>) => {
        const migrated = withoutAttachments(migrate(document));
        putLocalKeys(name, migrated);
        return migrated;
      },
    ]),
  );
};

/**
 * RxDB adds `_attachments` to migrated documents that lack it, including the remembered server states; every push of such a document would
 * then be a conflict, and deletions would be undone. A non-enumerable field satisfies RxDB and is not stored.
 */
const withoutAttachments = ({ _attachments, ...document }: Readonly<Record<string, unknown>>) =>
  Object.defineProperty(document, '_attachments', { value: {}, enumerable: false, writable: true });

/**
 * Migrates all stored data, including unsent changes, to the current schemas. A migration interrupted by a crash is continued. If several
 * tabs are open, one migrates and the others wait. Throws the cause of a failed migration.
 */
export const migrateCollections = async (collections: readonly RxCollection[]): Promise<void> => {
  for (const collection of collections) await migrateCollection(collection);
};

/** RxDB's own `migratePromise` is not used because it reports the failure of an earlier start as that of this one. */
const migrateCollection = async (collection: RxCollection): Promise<void> => {
  if (!(await collection.migrationNeeded())) return;
  const migration = collection.getMigrationState();
  let cause: unknown;
  const listening = migration.$.subscribe(({ error }) => {
    cause = error;
  });
  await migration.startMigration();
  listening.unsubscribe();
  // RxDB forgets an older version once it is migrated.
  if (!(await getOldCollectionMeta(migration))) return;
  throw new Error(`What is stored of ${collection.name} could not be brought to this version.`, { cause });
};
