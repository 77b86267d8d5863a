import { availableParallelism } from 'node:os';
import type { SearchThread } from './search-thread.ts';

/** Even a thread without an index takes some megabytes. */
const MOST_THREADS = 4;

/** Leaves one core to the main thread, which serves all requests, where there are several. */
export const defaultThreads = (): number => Math.min(MOST_THREADS, Math.max(1, availableParallelism() - 1));

/** The thread of one team's index. */
export type PlacedThread = { readonly thread: SearchThread; leave(): void };

/** Worker threads that hold the indexes of all teams. A team's index lives in exactly one of them. */
export type SearchThreads = {
  /** A thread for a team's index, the one with the fewest; it stays there until `leave`. */
  place(): PlacedThread;
  close(): Promise<void>;
};

/** At most `size` threads, started on demand. A crash affects only the teams of that thread. */
export const createSearchThreads = (size: number, begin: () => SearchThread): SearchThreads => {
  const threads: { readonly thread: SearchThread; teams: number }[] = [];

  return {
    place: () => {
      if (threads.length < size && threads.every(({ teams }) => teams > 0)) threads.push({ thread: begin(), teams: 0 });
      const emptiest = threads.reduce((best, one) => (one.teams < best.teams ? one : best));
      emptiest.teams += 1;
      return {
        thread: emptiest.thread,
        leave: () => {
          emptiest.teams -= 1;
        },
      };
    },
    close: async () => {
      await Promise.all(threads.map(({ thread }) => thread.close()));
    },
  };
};
