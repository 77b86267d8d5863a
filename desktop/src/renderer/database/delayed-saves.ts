import { createListeners } from '../base/listeners.ts';

/** Values that change often, by key: kept in memory immediately and saved to disk shortly after. */
export type DelayedSaves<V> = {
  /** Saves the value within `SAVE_AFTER_MS`. */
  put(key: string, value: V): void;
  /** Resolves to whether everything put so far is on disk. Unsaved values stay in memory and are retried. */
  flush(): Promise<boolean>;
  /** The values that have not been saved yet. */
  unsaved(): readonly (readonly [key: string, value: V])[];
  /** The error of the last attempt if it failed, otherwise undefined. */
  failure(): unknown;
  /** Calls `listener` whenever `failure` changes; returns a function that unsubscribes. */
  subscribe(listener: () => void): () => void;
  stop(): void;
};

/** A crash of the tab or process loses at most what was typed within this time; leaving the page loses nothing (`save-on-leaving`). */
const SAVE_AFTER_MS = 250;
/** Delay after a failed save, for example on a full disk. */
const RETRY_MS = 5_000;

/** Creates the saves; `save` writes one value to disk and rejects if it cannot. */
export const createDelayedSaves = <V>(save: (key: string, value: V) => Promise<void>): DelayedSaves<V> => {
  const unsaved = new Map<string, V>();
  const listeners = createListeners();
  let failure: unknown;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<boolean> = Promise.resolve(true);
  let stopped = false;

  const fail = (next: unknown): void => {
    if (next === failure) return;
    failure = next;
    listeners.tell();
  };

  const saveAll = async (): Promise<boolean> => {
    try {
      for (const [key, value] of [...unsaved]) {
        await save(key, value);
        if (unsaved.get(key) === value) unsaved.delete(key);
      }
      fail(undefined);
      return unsaved.size === 0;
    } catch (error) {
      fail(error);
      if (!stopped) timer ??= setTimeout(() => void flush(), RETRY_MS);
      return false;
    }
  };

  const flush = (): Promise<boolean> => {
    clearTimeout(timer);
    timer = undefined;
    saving = saving.then(saveAll);
    return saving;
  };

  return {
    put: (key, value) => {
      unsaved.set(key, value);
      timer ??= setTimeout(() => void flush(), SAVE_AFTER_MS);
    },
    flush,
    unsaved: () => [...unsaved],
    failure: () => failure,
    subscribe: listeners.subscribe,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
};
