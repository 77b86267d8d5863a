import type { RxStorage } from 'rxdb';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { createStorageHealth, type HealthKeeper } from '../../storage/storage-health.ts';
import { hasRoom } from '../../storage/storage-room.ts';
import { readPagesAtOnce } from '../read-pages.ts';
import { dropSearchSnapshot } from '../stored-databases.ts';
import { checkStoredVersion } from './check-stored-version.ts';
import { dropUnreplicated } from './drop-unreplicated.ts';
import { guardStorage } from './guarded-storage.ts';

type Storage = RxStorage<unknown, unknown>;

/** The storage of a workspace and its health. */
export type OpenStorage = { readonly storage: Storage; readonly health: HealthKeeper };

/**
 * Opens a workspace's storage on this device: Dexie on IndexedDB with guards. Throws `device.version` if a newer version of the program
 * stored data there. Tests may pass another storage, which has no caches and unlimited space.
 */
export const openStorage = async (workspace: string, other?: Storage): Promise<OpenStorage> => {
  if (other) {
    const health = createStorageHealth({ dropCaches: async () => false, hasRoom: async () => true });
    return { storage: guardStorage(other, health), health };
  }
  await checkStoredVersion(workspace);
  await dropUnreplicated(workspace);
  const health = createStorageHealth({ dropCaches: () => dropSearchSnapshot(workspace), hasRoom });
  const dexie = getRxStorageDexie({
    onCreate: (database) => {
      // Another window is deleting the database, or the browser has closed it. Dexie's own `close` event also fires when RxDB closes it.
      database.on('versionchange', health.closed);
      database.on('ready', () => database.backendDB().addEventListener('close', health.closed), true);
    },
  });
  return { storage: guardStorage(readPagesAtOnce(dexie), health), health };
};
