import { availableParallelism } from 'node:os';
import type { SearchThread } from './search-thread.ts';

/** Even a thread without an index takes some megabytes. */
const MOST_THREADS = 4;

/** Leaves one core to the main thread, which serves all requests, where there are several. */
export const defaultThreads = (): number => Math.min(MOST_THREADS, Math.max(1, availableParallelism() - 1));

/** Worker threads that hold the indexes of all teams. A team's index lives in exactly one of them. */
export type SearchThreads = {
  /** The team's thread. On the first call the team is assigned to the thread with the fewest teams, and it stays there. */
  of(teamId: string): SearchThread;
  close(): Promise<void>;
};

/** At most `size` threads, started on demand. A crash affects only the teams of that thread. */
export const createSearchThreads = (size: number, begin: () => SearchThread): SearchThreads => {
  const threads: { readonly thread: SearchThread; teams: number }[] = [];
  const placed = new Map<string, SearchThread>();

  const place = (teamId: string): SearchThread => {
    if (threads.length < size) threads.push({ thread: begin(), teams: 0 });
    const emptiest = threads.reduce((best, one) => (one.teams < best.teams ? one : best));
    emptiest.teams += 1;
    placed.set(teamId, emptiest.thread);
    return emptiest.thread;
  };

  return {
    of: (teamId) => placed.get(teamId) ?? place(teamId),
    close: async () => {
      await Promise.all(threads.map(({ thread }) => thread.close()));
    },
  };
};
