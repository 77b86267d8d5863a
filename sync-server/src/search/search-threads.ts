import { availableParallelism } from 'node:os';
import type { SearchThread } from './search-thread.ts';

/** Each holds some megabytes before it holds any index. */
const MOST_THREADS = 4;

/** The main thread, which serves everybody, has a core of its own where there are several. */
export const defaultThreads = (): number => Math.min(MOST_THREADS, Math.max(1, availableParallelism() - 1));

/** Worker threads for the indexes of all teams: each team's is in one of them. */
export type SearchThreads = {
  /** The team's thread, the same each time: the one that has the fewest teams when it is first asked for. */
  of(teamId: string): SearchThread;
  close(): Promise<void>;
};

/** At most `size` threads, each begun when it is first needed; a crash of one concerns its own teams alone. */
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
