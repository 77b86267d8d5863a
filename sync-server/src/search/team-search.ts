import { setTimeout as pause } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import type { DocumentDatabase } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { ExtractedAnswer, SearchIndex, SearchResult } from '@inbetwin/shared/search/search-index.ts';
import { followPassages, type PassageFollower } from './passage-follower.ts';
import type { SearchCommand } from './search-protocol.ts';
import { createSearchThread, type SearchThread, unavailable } from './search-thread.ts';

/** How long a query waits for an index that is being built. */
const BUILD_WAIT = 15_000;

export type TeamSearch = {
  /** Queries wait for a first build, then throw `store.unavailable`. The passages' feed is what fills it. */
  readonly index: SearchIndex;
  /** Resolves when all stored passages are searchable for the first time. */
  ready(): Promise<void>;
  /** Resolves when every passage stored (or deleted) before the call shows in the results. Throws `store.unavailable`. */
  settled(): Promise<void>;
};

export type TeamSearches = {
  /** The same team gives the same object. */
  open(teamId: string, passages: DocumentDatabase): TeamSearch;
  close(): Promise<void>;
};

type SearchOptions = {
  readonly log: Logger;
  /** Starts the thread; given by tests that crash it. */
  readonly startWorker?: () => Worker;
};

/** Search over the passages of all teams, in one worker thread, fed by each team's change feed. */
export const createTeamSearches = (options: SearchOptions): TeamSearches => {
  const thread = createSearchThread(options);
  const opened = new Map<string, { readonly search: TeamSearch; readonly follower: PassageFollower }>();
  return {
    open: (teamId, passages) => {
      const known = opened.get(teamId);
      if (known) return known.search;
      const follower = followPassages({ teamId, passages, thread, log: options.log });
      const search = searchTeam(teamId, follower, thread);
      opened.set(teamId, { search, follower });
      return search;
    },
    close: async () => {
      const closing = [...opened.values()].map(({ follower }) => follower.close());
      await thread.close();
      await Promise.all(closing);
    },
  };
};

const searchTeam = (teamId: string, follower: PassageFollower, thread: SearchThread): TeamSearch => {
  const ask = async (command: SearchCommand): Promise<unknown> => {
    if (!follower.isBuilt()) await withinReason(follower.built());
    return thread.call(teamId, command);
  };

  return {
    index: {
      put: async (changed) => void (await thread.call(teamId, { method: 'put', passages: changed })),
      remove: async (passageIds) => void (await thread.call(teamId, { method: 'remove', passageIds })),
      // The thread runs this very interface; nothing but it posts the replies.
      search: async (query, limit) => (await ask({ method: 'search', query, limit })) as readonly SearchResult[],
      answer: async (question) => (await ask({ method: 'answer', question })) as ExtractedAnswer,
      count: async () => (await ask({ method: 'count' })) as number,
    },
    ready: follower.built,
    settled: follower.caughtUp,
  };
};

const withinReason = async (built: Promise<void>): Promise<void> => {
  const giveUp = new AbortController();
  const late = pause(BUILD_WAIT, undefined, { signal: giveUp.signal }).then(() => {
    throw unavailable();
  });
  late.catch(() => undefined);
  try {
    await Promise.race([built, late]);
  } finally {
    giveUp.abort();
  }
};
