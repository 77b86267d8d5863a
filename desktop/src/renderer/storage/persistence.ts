/** `kept`: the browser deletes nothing by itself. `evictable`: it may, when it needs room. */
export type Persistence = 'kept' | 'evictable' | 'unknown';

export const readPersistence = async (): Promise<Persistence> => {
  // Only on pages over HTTPS and on this very machine.
  const persisted = await navigator.storage?.persisted?.();
  if (persisted === undefined) return 'unknown';
  return persisted ? 'kept' : 'evictable';
};

/** Chromium decides without asking anybody; Firefox asks the person. */
export const askToPersist = async (): Promise<Persistence> => {
  await navigator.storage?.persist?.();
  return readPersistence();
};
