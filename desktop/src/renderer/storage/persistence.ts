/** `kept`: the browser never deletes the data on its own. `evictable`: it may when it needs space. */
export type Persistence = 'kept' | 'evictable' | 'unknown';

/** Whether the browser may evict this site's data. */
export const readPersistence = async (): Promise<Persistence> => {
  // Available only in secure contexts (HTTPS or this machine).
  const persisted = await navigator.storage?.persisted?.();
  if (persisted === undefined) return 'unknown';
  return persisted ? 'kept' : 'evictable';
};

/** Requests persistent storage. Chromium decides on its own; Firefox asks the user. */
export const askToPersist = async (): Promise<Persistence> => {
  await navigator.storage?.persist?.();
  return readPersistence();
};
