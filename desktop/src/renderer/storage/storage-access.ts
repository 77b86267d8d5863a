import { StorageFailure } from '../base/storage-failure.ts';

/** Why this page may store nothing at all, if that is so: a browser that refuses throws at the mere look. */
export const blockedStorage = (): StorageFailure | undefined => {
  try {
    if (!window.localStorage || !window.indexedDB)
      return new StorageFailure('device.blocked', 'There is no IndexedDB.');
    return undefined;
  } catch (error) {
    return new StorageFailure('device.blocked', error);
  }
};
