import type { ReplicatedEntity } from '@inbetwin/shared/entities/define-entity.ts';
import { entities, type ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { MigrationStrategies, RxCollection } from 'rxdb';
import { getOldCollectionMeta } from 'rxdb/plugins/migration-schema';
import { putLocalKeys } from '../local-keys.ts';

/**
 * An entity's migrations as RxDB takes them: documents, deleted ones and what replication knows of them go through each. Then
 * they have the local keys of this version.
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
 * RxDB puts `_attachments` on whatever comes back without, on the server's states that replication remembers too: each
 * push of such a document would then be a conflict, and a deletion be undone. A field that is not enumerable stays, and is not stored.
 */
const withoutAttachments = ({ _attachments, ...document }: Readonly<Record<string, unknown>>) =>
  Object.defineProperty(document, '_attachments', { value: {}, enumerable: false, writable: true });

/**
 * Brings what an older version stored to the present schemas: all of it, with what waits to be pushed. One that a crash
 * cut goes on where it was. Of several tabs one does it and the others wait. Throws what a failed one ended with.
 */
export const migrateCollections = async (collections: readonly RxCollection[]): Promise<void> => {
  for (const collection of collections) await migrateCollection(collection);
};

/** RxDB's own `migratePromise` is not used: it takes the failure of an earlier start for that of this one. */
const migrateCollection = async (collection: RxCollection): Promise<void> => {
  if (!(await collection.migrationNeeded())) return;
  const migration = collection.getMigrationState();
  let cause: unknown;
  const listening = migration.$.subscribe(({ error }) => {
    cause = error;
  });
  await migration.startMigration();
  listening.unsubscribe();
  // What is migrated is forgotten of the older version.
  if (!(await getOldCollectionMeta(migration))) return;
  throw new Error(`What is stored of ${collection.name} could not be brought to this version.`, { cause });
};
