import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { DocumentCollection, DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { ExtractedAnswer, KnowledgeSearch, SearchResult } from '@inbetwin/shared/search/search-index.ts';
import { createBackoff } from '@inbetwin/shared/timing/backoff.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';
import type { RetryLimits } from '@inbetwin/shared/timing/retry-delay.ts';
import { retryUntil, unlessAborted } from '@inbetwin/shared/timing/retry-until.ts';
import type { SaveTiming } from '@inbetwin/shared/timing/save-schedule.ts';
import type { AnswerEmbed } from './embedding/embed-host.ts';
import type { EmbeddingEndpoints } from './embedding/embedding-endpoints.ts';
import { openTeamEmbedding, type TeamEmbedding } from './embedding/team-embedding.ts';
import { type FollowerSnapshots, followPassages, type PassageFollower } from './follower/passage-follower.ts';
import type { SearchCommand } from './threads/search-protocol.ts';
import { createSearchThread, type SearchThread } from './threads/search-thread.ts';
import { createSearchThreads, defaultThreads } from './threads/search-threads.ts';
import { unavailable } from './threads/thread-calls.ts';

/** How long a query waits for an index that is being built. */
const BUILD_WAIT = 15_000;
/** How long closing waits for batches in progress and for indexes to be saved, in milliseconds. */
const CLOSE_WAIT = 2000;
const SAVING: SaveTiming = { quietMs: 3000, longestMs: 300_000, restMs: 60_000 };
const PREPARING_AGAIN: RetryLimits = { firstRetryMs: 1000, longestRetryMs: 60_000 };

/** Search in one team's knowledge base. */
export type TeamSearch = {
  /**
   * Queries wait for the first build, up to a limit, and then throw `store.unavailable`. The index is filled from the passages' change
   * feed.
   */
  readonly index: KnowledgeSearch;
  /** Resolves when all stored passages are searchable for the first time. */
  ready(): Promise<void>;
  /** Resolves when every passage stored or deleted before the call is reflected in the results. Throws `store.unavailable`. */
  settled(): Promise<void>;
};

/** The state of embedding across all teams. */
export type EmbeddingState = {
  readonly model: string;
  /** Passages without a vector yet; only full text finds them. */
  readonly waiting: number;
  /** Why the endpoint does not answer; absent while it works. */
  readonly failing?: { readonly code: string; readonly message: string };
};

/** Search for all teams. */
export type TeamSearches = {
  /** Returns the same object for the same team. */
  open(teamId: string, passages: DocumentCollection): TeamSearch;
  /** Undefined if only the built-in embedder is used. */
  embedding(): EmbeddingState | undefined;
  close(): Promise<void>;
};

/** Where and when indexes are saved to disk. */
export type SnapshotSettings = {
  readonly folder: string;
  /** The id of the store that contains the passages; snapshots of another store are not used. */
  readonly backendId: () => Promise<string>;
  readonly timing?: SaveTiming;
};

type SearchesOptions = {
  readonly log: Logger;
  /** A model behind an endpoint, and the store for its vectors; without it the built-in embedder is used. */
  readonly embedding?: { readonly store: DocumentStore; readonly endpoints: EmbeddingEndpoints } | undefined;
  /** A folder on the local disk in which indexes are saved, one file per team; without it every start rebuilds them. */
  readonly snapshots?: SnapshotSettings | undefined;
  /** Maximum number of threads that hold indexes; defaults to the number of spare cores. */
  readonly threads?: number;
  /** Starts a thread; replaced by tests that crash it. */
  readonly startWorker?: () => Worker;
};

type OpenTeam = {
  readonly search: TeamSearch;
  readonly embedding: TeamEmbedding | undefined;
  close(): Promise<void>;
};

/** Search over the passages of all teams, in worker threads that are fed from each team's change feed. */
export const createTeamSearches = (options: SearchesOptions): TeamSearches => {
  const { log, embedding: settings, snapshots, startWorker, threads: size = defaultThreads() } = options;
  const opened = new Map<string, OpenTeam>();
  const embed: AnswerEmbed = async (request, signal) => {
    const embedding = opened.get(request.teamId)?.embedding;
    if (!embedding) throw unavailable();
    return embedding.embed(request, signal).catch((error: unknown) => {
      // The index continues without the vector in any case, so a bug must be visible in the log.
      if (!(error instanceof Failure) && !signal.aborted) log.error({ error: String(error) }, 'Embedding failed');
      throw error;
    });
  };
  const threads = createSearchThreads(size, () =>
    createSearchThread({ log, embed, ...(startWorker && { startWorker }) }),
  );

  const openTeam = (teamId: string, passages: DocumentCollection): OpenTeam => {
    const thread = threads.of(teamId);
    const embedding = settings && openTeamEmbedding({ ...settings, teamId, passages, log });
    const follower = followPassages({
      teamId,
      passages,
      thread,
      log,
      snapshots: snapshots && snapshotsOf(snapshots, teamId, passages),
      chooseEmbedder: async () => (embedding ? embedding.choose() : 'builtin'),
      ...(embedding && { onRemoved: embedding.forget }),
    });
    const closing = new AbortController();
    const changing = embedding && changeModel({ teamId, follower, embedding, log, signal: closing.signal });
    return {
      search: searchTeam(teamId, follower, thread),
      embedding,
      close: async () => {
        closing.abort();
        await follower.close();
        await changing;
      },
    };
  };

  return {
    open: (teamId, passages) => {
      const team = opened.get(teamId) ?? openTeam(teamId, passages);
      opened.set(teamId, team);
      return team.search;
    },
    embedding: () => {
      if (!settings) return undefined;
      const { model, failing } = settings.endpoints.configured;
      const waiting = [...opened.values()].reduce((sum, { embedding }) => sum + (embedding?.waiting() ?? 0), 0);
      const failure = failing();
      return { model, waiting, ...(failure && { failing: { code: failure.code, message: failure.message } }) };
    },
    close: async () => {
      const closing = Promise.all([...opened.values()].map((team) => team.close()));
      const ended = new AbortController();
      await Promise.race([closing.finally(() => ended.abort()), pause(CLOSE_WAIT, ended.signal)]);
      await threads.close();
      await closing;
    },
  };
};

const snapshotsOf = (
  { folder, backendId, timing = SAVING }: SnapshotSettings,
  teamId: string,
  { name }: DocumentCollection,
): FollowerSnapshots => ({
  place: async () => ({ file: join(folder, `${teamId}.snapshot`), origin: `${await backendId()}/${name}` }),
  timing,
});

type ModelChange = {
  readonly teamId: string;
  readonly follower: PassageFollower;
  readonly embedding: TeamEmbedding;
  readonly log: Logger;
  readonly signal: AbortSignal;
};

/** Migrates a team to the configured model in the background; its old vectors are used until all new ones are ready. */
const changeModel = async ({ teamId, follower, embedding, log, signal }: ModelChange): Promise<void> => {
  const change = async (): Promise<void> => {
    await follower.built();
    await embedding.prepare(signal);
    if (follower.embedder() !== embedding.configured) await follower.rebuild();
    await embedding.removeOthers();
  };
  const changed = retryUntil(signal, () => Promise.race([change(), aborted(signal)]), {
    backoff: createBackoff(PREPARING_AGAIN),
    onFailed: (error, failures) =>
      log.warn({ teamId, failures, error: String(error) }, 'Embedding by the new model was interrupted and goes on'),
  });
  await unlessAborted(signal, changed);
};

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

const searchTeam = (teamId: string, follower: PassageFollower, thread: SearchThread): TeamSearch => {
  const ask = async (command: SearchCommand, signal?: AbortSignal): Promise<unknown> => {
    if (!follower.isBuilt()) await withinReason(follower.built());
    return thread.call(teamId, command, signal);
  };

  return {
    index: {
      // The thread implements this interface, and nothing else posts replies.
      search: async (query, limit, { signal, ...options } = {}) =>
        (await ask({ method: 'search', query, limit, options }, signal)) as readonly SearchResult[],
      answer: async (question, { signal, ...options } = {}) =>
        (await ask({ method: 'answer', question, options }, signal)) as ExtractedAnswer,
    },
    ready: follower.built,
    settled: follower.caughtUp,
  };
};

const withinReason = async (built: Promise<void>): Promise<void> => {
  const giveUp = new AbortController();
  const late = sleep(BUILD_WAIT, undefined, { signal: giveUp.signal }).then(() => {
    throw unavailable();
  });
  late.catch(() => undefined);
  try {
    await Promise.race([built, late]);
  } finally {
    giveUp.abort();
  }
};
