import type { RxStorage, RxStorageInstance } from 'rxdb';
import { StorageFailure, storageCodeOf } from '../../base/storage-failure.ts';
import type { HealthKeeper } from '../../storage/storage-health.ts';

type Storage = RxStorage<unknown, unknown>;
type BulkWrite = RxStorageInstance<unknown, unknown, unknown>['bulkWrite'];

/**
 * Detects that this device's storage is full or closed. When a write does not fit, caches are dropped and the write is retried; if that
 * does not help, it rejects with a `StorageFailure` and has no effect.
 */
export const guardStorage = (storage: Storage, health: HealthKeeper): Storage => ({
  ...storage,
  createStorageInstance: async (params) => {
    const instance = await storage.createStorageInstance(params);
    // Dexie opens in the background; an error there would otherwise surface only with the first query.
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

/** Approximate size in characters of JSON. */
const sizeOf = (rows: Parameters<BulkWrite>[0]): number =>
  rows.reduce((sum, { document }) => sum + JSON.stringify(document).length, 0);
