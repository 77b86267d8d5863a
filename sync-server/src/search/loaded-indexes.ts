import type { MonotonicClock } from '@inbetwin/shared/ports/clock.ts';
import { unavailable } from './threads/thread-calls.ts';

/** Time between two reviews of what is loaded, in milliseconds. */
const REVIEW_MS = 10_000;

/** An index in memory. */
export type LoadedIndex = {
  /** The memory that it takes up, in bytes; undefined while it cannot be told. */
  size(): Promise<number | undefined>;
  /** Saves it and frees the memory. */
  close(): Promise<void>;
};

/** How much is kept in memory, and for how long. */
export type LoadLimits = {
  /** Beyond this, the least recently used indexes are dropped, but never the one that was used last. */
  readonly bytes: number;
  /** An index that was not used for this long is dropped. Milliseconds. */
  readonly idleMs: number;
};

type Entry<T> = {
  readonly teamId: string;
  readonly index: T;
  /** The number of `use` calls in progress. */
  uses: number;
  usedAt: number;
  /** As last measured; undefined before that. */
  bytes: number | undefined;
  /** Set once the index is being dropped. */
  dropping?: Promise<void>;
};

/** The indexes of teams that are in memory, each loaded when it is first used and dropped when nobody needs it. */
export type LoadedIndexes<T> = {
  /**
   * Runs `work` on the team's index. It is loaded if it is not in memory, and stays there until `work` has ended. Throws
   * `store.unavailable` after `close`.
   */
  use<R>(teamId: string, load: () => T, work: (index: T) => Promise<R>): Promise<R>;
  /** Undefined if the team's index is not in memory. */
  find(teamId: string): T | undefined;
  all(): readonly T[];
  close(): Promise<void>;
};

type Options = {
  readonly limits: LoadLimits;
  readonly clock: MonotonicClock;
  /** Receives failures of measuring and dropping, which nobody waits for. */
  readonly onFailed: (teamId: string, error: unknown) => void;
  readonly reviewMs?: number;
};

/** Creates an empty set of indexes. */
export const createLoadedIndexes = <T extends LoadedIndex>(options: Options): LoadedIndexes<T> => {
  const { limits, clock, onFailed, reviewMs = REVIEW_MS } = options;
  const entries = new Map<string, Entry<T>>();
  let reviewing: NodeJS.Timeout | undefined;
  let isClosed = false;

  const drop = (entry: Entry<T>): void => {
    entry.dropping = entry.index
      .close()
      .catch((error: unknown) => onFailed(entry.teamId, error))
      .finally(() => {
        entries.delete(entry.teamId);
        if (entries.size === 0) clearInterval(reviewing);
      });
  };

  const measure = async (entry: Entry<T>): Promise<void> => {
    try {
      const bytes = await entry.index.size();
      if (bytes !== undefined) entry.bytes = bytes;
    } catch (error) {
      onFailed(entry.teamId, error);
    }
  };

  const dropUnneeded = (): void => {
    for (const entry of unneeded([...entries.values()], limits, clock())) drop(entry);
  };

  const review = async (): Promise<void> => {
    await Promise.all([...entries.values()].filter(({ dropping }) => !dropping).map(measure));
    dropUnneeded();
  };

  const load = (teamId: string, open: () => T): Entry<T> => {
    if (isClosed) throw unavailable();
    const entry: Entry<T> = { teamId, index: open(), uses: 0, usedAt: clock(), bytes: undefined };
    if (entries.size === 0) reviewing = setInterval(() => void review(), reviewMs).unref();
    entries.set(teamId, entry);
    return entry;
  };

  /** What was loaded may exceed the limit, so the next review would be late. */
  const noteLoaded = async (entry: Entry<T>): Promise<void> => {
    await measure(entry);
    if (entry.bytes !== undefined) dropUnneeded();
  };

  return {
    use: async (teamId, open, work) => {
      for (let found = entries.get(teamId); found?.dropping; found = entries.get(teamId)) await found.dropping;
      const entry = entries.get(teamId) ?? load(teamId, open);
      entry.uses += 1;
      try {
        return await work(entry.index);
      } finally {
        entry.uses -= 1;
        entry.usedAt = clock();
        if (entry.bytes === undefined && !isClosed) void noteLoaded(entry);
      }
    },
    find: (teamId) => entries.get(teamId)?.index,
    all: () => [...entries.values()].map(({ index }) => index),
    close: async () => {
      isClosed = true;
      clearInterval(reviewing);
      for (const entry of entries.values()) if (!entry.dropping) drop(entry);
      await Promise.all([...entries.values()].map(({ dropping }) => dropping));
    },
  };
};

type Use = Pick<Entry<unknown>, 'uses' | 'usedAt' | 'bytes' | 'dropping'>;

/** Returns those that may be dropped now: idle ones, and the least recently used ones until the others fit the limit. */
export const unneeded = <E extends Use>(
  entries: readonly E[],
  { bytes, idleMs }: LoadLimits,
  now: number,
): readonly E[] => {
  const kept = entries.filter(({ dropping }) => !dropping).toSorted((a, b) => a.usedAt - b.usedAt);
  let total = kept.reduce((sum, entry) => sum + (entry.bytes ?? 0), 0);
  const latest = kept.at(-1);
  return kept.filter((entry) => {
    if (entry.uses > 0) return false;
    const isIdle = now - entry.usedAt >= idleMs;
    const isTooMuch = total > bytes && entry !== latest && entry.bytes !== undefined;
    if (!isIdle && !isTooMuch) return false;
    total -= entry.bytes ?? 0;
    return true;
  });
};
