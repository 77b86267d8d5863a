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

export type OpenStorage = { readonly storage: Storage; readonly health: HealthKeeper };

/**
 * Where a workspace lives on this device: Dexie on IndexedDB, guarded. Throws `device.version` when a newer program
 * stored there. A test may bring another storage, which has no caches and always has room.
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
      // Somebody else deletes it, or the browser has closed it by force: Dexie's own `close` also tells of what RxDB closed.
      database.on('versionchange', health.closed);
      database.on('ready', () => database.backendDB().addEventListener('close', health.closed), true);
    },
  });
  return { storage: guardStorage(readPagesAtOnce(dexie), health), health };
};
