import { StorageFailure } from '../base/storage-failure.ts';

/** The failure if the browser denies this page any storage; some browsers throw on mere access. */
export const blockedStorage = (): StorageFailure | undefined => {
  try {
    if (!window.localStorage || !window.indexedDB)
      return new StorageFailure('device.blocked', 'There is no IndexedDB.');
    return undefined;
  } catch (error) {
    return new StorageFailure('device.blocked', error);
  }
};
