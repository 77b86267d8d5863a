import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, hasCode } from '@inbetwin/shared/contracts/errors.ts';
import type { BlobStore } from '@inbetwin/shared/ports/blob-store.ts';
import type { DocumentCollection, DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { ExtractedAnswer, KnowledgeSearch, SearchResult } from '@inbetwin/shared/search/search-index.ts';
import { createBackoff } from '@inbetwin/shared/timing/backoff.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';
import type { RetryLimits } from '@inbetwin/shared/timing/retry-delay.ts';
import { retryUntil, unlessAborted } from '@inbetwin/shared/timing/retry-until.ts';
import type { SaveTiming } from '@inbetwin/shared/timing/save-schedule.ts';
import { type BlobPlace, openBlobs } from '../store/blobs/blob-place.ts';
import type { AnswerEmbed } from './embedding/embed-host.ts';
import type { EmbeddingEndpoints } from './embedding/embedding-endpoints.ts';
import { openTeamEmbedding, type TeamEmbedding } from './embedding/team-embedding.ts';
import type { OriginSnapshots } from './follower/build-index.ts';
import { followPassages, type PassageFollower } from './follower/passage-follower.ts';
import { createLoadedIndexes, type LoadedIndex, type LoadLimits } from './loaded-indexes.ts';
import { openTeamSnapshots } from './snapshots/team-snapshots.ts';
import { type SearchCommand, sizeSchema } from './threads/search-protocol.ts';
import { createSearchThread, type SearchThread, type StartWorker } from './threads/search-thread.ts';
import { createSearchThreads, defaultThreads, type PlacedThread } from './threads/search-threads.ts';
import { unavailable } from './threads/thread-calls.ts';

/** How long a query waits for an index that is being built. */
const BUILD_WAIT = 15_000;
/** How long closing waits for batches in progress and for indexes to be saved, in milliseconds. */
const CLOSE_WAIT = 2000;
const SAVING: SaveTiming = { quietMs: 3000, longestMs: 300_000, restMs: 60_000 };
const defaultLimits: LoadLimits = { bytes: 512 * 1024 * 1024, idleMs: 900_000 };
const PREPARING_AGAIN: RetryLimits = { firstRetryMs: 1000, longestRetryMs: 60_000 };

/** Search in one team's knowledge base. Its index is loaded when it is used, and dropped when it has not been used for long. */
export type TeamSearch = {
  /**
   * Queries find what was stored before them: the first ones wait until the index is loaded, up to a limit, and then throw
   * `store.unavailable`. A loaded index is filled from the passages' change feed.
   */
  readonly index: KnowledgeSearch;
  /** Resolves when every passage stored or deleted before the call is reflected in the results. Throws `store.unavailable`. */
  settled(): Promise<void>;
};

/** The state of embedding across the teams whose indexes are loaded. */
export type EmbeddingState = {
  readonly model: string;
  /** Passages without a vector yet; only full text finds them. */
  readonly waiting: number;
  /** Why the endpoint does not answer; absent while it works. */
  readonly failing?: { readonly code: string; readonly message: string };
};

/** Search for all teams. */
export type TeamSearches = {
  /** Loads nothing yet. */
  open(teamId: string, openPassages: () => DocumentCollection): TeamSearch;
  /** Undefined if only the built-in embedder is used. */
  embedding(): EmbeddingState | undefined;
  /** The ids of the teams whose indexes are in memory. */
  loaded(): readonly string[];
  close(): Promise<void>;
};

/** Where and when indexes are saved, so that no process has to build them anew. */
export type SnapshotSettings = {
  readonly place: BlobPlace;
  /** The store that contains the passages; snapshots of another store are not used. */
  readonly store: DocumentStore;
  readonly timing?: SaveTiming;
};

type SearchesOptions = {
  readonly log: Logger;
  /** A model behind an endpoint, and the store for its vectors; without it the built-in embedder is used. */
  readonly embedding?: { readonly store: DocumentStore; readonly endpoints: EmbeddingEndpoints } | undefined;
  /** Where indexes are saved; without it every load builds them anew. */
  readonly snapshots?: SnapshotSettings | undefined;
  /** Maximum number of threads that hold indexes; defaults to the number of spare cores. */
  readonly threads?: number | undefined;
  readonly limits?: Partial<LoadLimits>;
  /** Starts a thread; replaced by tests that crash it. */
  readonly startWorker?: StartWorker;
};

type LoadedTeam = LoadedIndex & {
  readonly teamId: string;
  readonly follower: PassageFollower;
  readonly thread: SearchThread;
  readonly embedding: TeamEmbedding | undefined;
};

/** Search over the passages of all teams, in worker threads that are fed from each team's change feed. */
export const createTeamSearches = (options: SearchesOptions): TeamSearches => {
  const { log, embedding: settings, snapshots, startWorker, threads: size = defaultThreads(), limits } = options;
  const loaded = createLoadedIndexes<LoadedTeam>({
    limits: { ...defaultLimits, ...limits },
    clock: () => performance.now(),
    onFailed: (teamId, error) => log.warn({ teamId, error: String(error) }, 'A search index was not measured or freed'),
  });
  const embed: AnswerEmbed = async (request, signal) => {
    const embedding = loaded.find(request.teamId)?.embedding;
    if (!embedding) throw unavailable();
    return embedding.embed(request, signal).catch((error: unknown) => {
      // The index continues without the vector in any case, so a bug must be visible in the log.
      if (!(error instanceof Failure) && !signal.aborted) log.error({ error: String(error) }, 'Embedding failed');
      throw error;
    });
  };
  const threads = createSearchThreads(size, () =>
    createSearchThread({ log, embed, snapshots: snapshots?.place, ...(startWorker && { startWorker }) }),
  );
  const blobs = snapshots && openBlobs(snapshots.place);
  const verified = new Set<string>();

  const load = (teamId: string, passages: DocumentCollection): LoadedTeam => {
    const placed = threads.place();
    const { thread } = placed;
    const embedding = settings && openTeamEmbedding({ ...settings, teamId, passages, log });
    const follower = followPassages({
      teamId,
      passages,
      thread,
      log,
      snapshots: snapshots && blobs && snapshotsOf(snapshots, blobs, passages.name, teamId),
      saving: snapshots?.timing ?? SAVING,
      verified,
      chooseEmbedder: async () => (embedding ? embedding.choose() : 'builtin'),
      ...(embedding && { onRemoved: embedding.forget }),
    });
    const closing = new AbortController();
    const changing = embedding && changeModel({ teamId, follower, embedding, log, signal: closing.signal });
    return {
      teamId,
      follower,
      thread,
      embedding,
      size: async () =>
        follower.isBuilt() ? sizeSchema.parse(await thread.call(teamId, { method: 'size' })) : undefined,
      close: async () => {
        closing.abort();
        await follower.close();
        await changing;
        await free(teamId, placed);
      },
    };
  };

  return {
    open: (teamId, openPassages) => searchTeam((work) => loaded.use(teamId, () => load(teamId, openPassages()), work)),
    embedding: () => {
      if (!settings) return undefined;
      const { model, failing } = settings.endpoints.configured;
      const waiting = loaded.all().reduce((sum, { embedding }) => sum + (embedding?.waiting() ?? 0), 0);
      const failure = failing();
      return { model, waiting, ...(failure && { failing: { code: failure.code, message: failure.message } }) };
    },
    loaded: () => loaded.all().map(({ teamId }) => teamId),
    close: async () => {
      const closing = loaded.close();
      const ended = new AbortController();
      await Promise.race([closing.finally(() => ended.abort()), pause(CLOSE_WAIT, ended.signal)]);
      await threads.close();
      await closing;
    },
  };
};

const snapshotsOf = (
  { store }: SnapshotSettings,
  blobs: BlobStore,
  collection: string,
  teamId: string,
): OriginSnapshots => ({
  ...openTeamSnapshots({ store, blobs }, teamId),
  origin: async () => `${await store.backendId()}/${collection}`,
});

const free = async (teamId: string, { thread, leave }: PlacedThread): Promise<void> => {
  leave();
  try {
    await thread.call(teamId, { method: 'drop' });
  } catch (error) {
    // A thread that has crashed or was closed holds no index.
    if (!hasCode(error, 'store.unavailable')) throw error;
  }
};

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

/** Runs `work` on the team's index, which stays in memory until then. */
type UseTeam = <R>(work: (team: LoadedTeam) => Promise<R>) => Promise<R>;

const searchTeam = (use: UseTeam): TeamSearch => {
  const ask = (command: SearchCommand, signal?: AbortSignal): Promise<unknown> =>
    use(async ({ teamId, follower, thread }) => {
      if (!follower.isBuilt()) await withinReason(follower.built());
      return thread.call(teamId, command, signal);
    });

  return {
    index: {
      // The thread implements this interface, and nothing else posts replies.
      search: async (query, limit, { signal, ...options } = {}) =>
        (await ask({ method: 'search', query, limit, options }, signal)) as readonly SearchResult[],
      answer: async (question, { signal, ...options } = {}) =>
        (await ask({ method: 'answer', question, options }, signal)) as ExtractedAnswer,
    },
    settled: () => use(({ follower }) => follower.caughtUp()),
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
