import { createListeners } from '../base/listeners.ts';

/** What stands in the way of writing to this device, if anything does. */
export type StorageProblem = 'device.full' | 'device.closed';

/** Of one open workspace. */
export type StorageHealth = {
  problem(): StorageProblem | undefined;
  subscribe(listener: () => void): () => void;
  /** Looks now whether there is room again. */
  tryAgain(): void;
};

type HealthParts = {
  /** Frees what is only a cache; resolves with whether there was anything to free. */
  readonly dropCaches: () => Promise<boolean>;
  /** Whether so many bytes can be written. */
  readonly hasRoom: (bytes: number) => Promise<boolean>;
  readonly lookEveryMs?: number;
};

/** The side of the storage itself. */
export type HealthKeeper = StorageHealth & {
  /** A write of about so many bytes found no room: resolves with whether it is worth trying again at once. */
  full(bytes: number): Promise<boolean>;
  closed(): void;
  stop(): void;
};

const LOOK_EVERY_MS = 5_000;

/** Remembers that the storage is full until there is room for the largest write that did not fit. */
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
        .catch(tellNotDropped)
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

const tellNotDropped = (error: unknown): false => {
  // biome-ignore lint/suspicious/noConsole: the storage is told as full; whoever wonders why its cache is there still finds it here
  console.warn('The search snapshot could not be dropped.', error);
  return false;
};
