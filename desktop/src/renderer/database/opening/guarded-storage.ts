import type { RxStorage, RxStorageInstance } from 'rxdb';
import { StorageFailure, storageCodeOf } from '../../base/storage-failure.ts';
import type { HealthKeeper } from '../../storage/storage-health.ts';

type Storage = RxStorage<unknown, unknown>;
type BulkWrite = RxStorageInstance<unknown, unknown, unknown>['bulkWrite'];

/**
 * Notices when this device's storage is full or gone. A write that finds no room has the caches dropped and is tried
 * again; if that does not help, it rejects with a `StorageFailure` and has changed nothing.
 */
export const guardStorage = (storage: Storage, health: HealthKeeper): Storage => ({
  ...storage,
  createStorageInstance: async (params) => {
    const instance = await storage.createStorageInstance(params);
    // Dexie opens behind it: what fails there would only come up with the first query.
    await instance.internals;
    const write = instance.bulkWrite.bind(instance) as unknown as BulkWrite;
    instance.bulkWrite = guardWrite(write, health) as unknown as typeof instance.bulkWrite;
    return instance;
  },
});

const guardWrite =
  (write: BulkWrite, health: HealthKeeper): BulkWrite =>
  async (rows, context) => {
    for (;;) {
      try {
        return await write(rows, context);
      } catch (error) {
        const code = storageCodeOf(error);
        if (code === undefined) throw error;
        if (code === 'device.closed') health.closed();
        if (code === 'device.full' && (await health.full(sizeOf(rows)))) continue;
        throw new StorageFailure(code, error);
      }
    }
  };

/** About: characters of the documents. */
const sizeOf = (rows: Parameters<BulkWrite>[0]): number =>
  rows.reduce((sum, { document }) => sum + JSON.stringify(document).length, 0);
