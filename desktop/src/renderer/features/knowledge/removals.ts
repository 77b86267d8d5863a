import { useSyncExternalStore } from 'react';
import { createListeners } from '../../base/listeners.ts';

const UNDO_MS = 6000;

/** Ids that are hidden and will be deleted shortly. Until then it can be undone, and closing the window deletes nothing. */
export const createRemovals = (delayMs: number) => {
  const listeners = createListeners();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  let ids: ReadonlySet<string> = new Set();

  const publish = (): void => {
    ids = new Set(timers.keys());
    listeners.tell();
  };

  return {
    ids: (): ReadonlySet<string> => ids,
    subscribe: listeners.subscribe,
    /** `remove` is called once, unless `undo` is called first; ids that it could not delete are shown again. */
    begin: (id: string, remove: () => Promise<void>): void => {
      clearTimeout(timers.get(id));
      const run = async (): Promise<void> => {
        await remove().finally(() => {
          timers.delete(id);
          publish();
        });
      };
      timers.set(
        id,
        setTimeout(() => void run(), delayMs),
      );
      publish();
    },
    undo: (id: string): void => {
      clearTimeout(timers.get(id));
      timers.delete(id);
      publish();
    },
  };
};

export const removals = createRemovals(UNDO_MS);

export const useRemovals = (): ReadonlySet<string> => useSyncExternalStore(removals.subscribe, removals.ids);
