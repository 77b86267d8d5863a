import { createListeners } from '../base/listeners.ts';

/** What prevents writing to this device. */
export type StorageProblem = 'device.full' | 'device.closed';

/** The storage state of one open workspace. */
export type StorageHealth = {
  problem(): StorageProblem | undefined;
  subscribe(listener: () => void): () => void;
  /** Checks immediately whether there is space again. */
  tryAgain(): void;
};

type HealthParts = {
  /** Frees caches; resolves to whether there was anything to free. */
  readonly dropCaches: () => Promise<boolean>;
  /** Whether this many bytes can be written. */
  readonly hasRoom: (bytes: number) => Promise<boolean>;
  readonly lookEveryMs?: number;
};

/** The interface for the storage layer, which reports problems. */
export type HealthKeeper = StorageHealth & {
  /** Reports that a write of about this many bytes did not fit; resolves to whether an immediate retry makes sense. */
  full(bytes: number): Promise<boolean>;
  closed(): void;
  stop(): void;
};

const LOOK_EVERY_MS = 5_000;

/** Tracks whether the storage is full, until there is space for the largest write that did not fit. */
export const createStorageHealth = (parts: HealthParts): HealthKeeper => {
  const { dropCaches, hasRoom, lookEveryMs = LOOK_EVERY_MS } = parts;
  const listeners = createListeners();
  let problem: StorageProblem | undefined;
  let needed = 0;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dropping: Promise<boolean> | undefined;

  const show = (next: StorageProblem | undefined): void => {
    if (next === problem) return;
    problem = next;
    listeners.tell();
  };

  const look = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    if (problem !== 'device.full' || stopped) return;
    if (!(await hasRoom(needed))) {
      lookLater();
      return;
    }
    needed = 0;
    show(undefined);
  };

  const lookLater = (): void => {
    if (!stopped) timer ??= setTimeout(() => void look(), lookEveryMs);
  };

  return {
    problem: () => problem,
    subscribe: listeners.subscribe,
    tryAgain: () => void look(),
    full: async (bytes) => {
      dropping ??= dropCaches()
        .catch(reportCacheKept)
        .finally(() => {
          dropping = undefined;
        });
      if (await dropping) return true;
      needed = Math.max(needed, bytes);
      if (problem === undefined) show('device.full');
      lookLater();
      return false;
    },
    closed: () => {
      if (!stopped) show('device.closed');
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
};

const reportCacheKept = (error: unknown): false => {
  // biome-ignore lint/suspicious/noConsole: the storage is told as full; whoever wonders why its cache is there still finds it here
  console.warn('The search snapshot could not be dropped.', error);
  return false;
};
