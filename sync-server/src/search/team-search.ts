import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { DocumentDatabase, DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { ExtractedAnswer, KnowledgeSearch, SearchResult } from '@inbetwin/shared/search/search-index.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';
import { type RetryLimits, retryDelay } from '@inbetwin/shared/timing/retry-delay.ts';
import type { SaveTiming } from '@inbetwin/shared/timing/save-schedule.ts';
import type { AnswerEmbed } from './embedding/embed-desk.ts';
import type { EmbeddingEndpoints } from './embedding/embedding-endpoints.ts';
import { openTeamEmbedding, type TeamEmbedding } from './embedding/team-embedding.ts';
import { type FollowerSnapshots, followPassages, type PassageFollower } from './passage-follower.ts';
import type { SearchCommand } from './threads/search-protocol.ts';
import { createSearchThread, type SearchThread, unavailable } from './threads/search-thread.ts';
import { createSearchThreads, defaultThreads } from './threads/search-threads.ts';

/** How long a query waits for an index that is being built. */
const BUILD_WAIT = 15_000;
/** How long a close waits for batches that are under way and for indexes to be saved; milliseconds. */
const CLOSE_WAIT = 2000;
const SAVING: SaveTiming = { quietMs: 3000, longestMs: 300_000, restMs: 60_000 };
const PREPARING_AGAIN: RetryLimits = { firstRetryMs: 1000, longestRetryMs: 60_000 };

export type TeamSearch = {
  /** Queries wait for a first build, then throw `store.unavailable`. The passages' feed is what fills it. */
  readonly index: KnowledgeSearch;
  /** Resolves when all stored passages are searchable for the first time. */
  ready(): Promise<void>;
  /** Resolves when every passage stored (or deleted) before the call shows in the results. Throws `store.unavailable`. */
  settled(): Promise<void>;
};

/** How embedding goes, over all teams. */
export type EmbeddingState = {
  readonly model: string;
  /** Passages without a vector yet: full text alone finds them. */
  readonly waiting: number;
  /** Why the endpoint does not answer; absent while it does. */
  readonly failing?: { readonly code: string; readonly message: string };
};

export type TeamSearches = {
  /** The same team gives the same object. */
  open(teamId: string, passages: DocumentDatabase): TeamSearch;
  /** Undefined while the built-in embedder is all there is. */
  embedding(): EmbeddingState | undefined;
  close(): Promise<void>;
};

export type SnapshotSettings = {
  readonly folder: string;
  /** Of the store that the passages are in: what was saved of another one is not used. */
  readonly backendId: () => Promise<string>;
  readonly timing?: SaveTiming;
};

type SearchesOptions = {
  readonly log: Logger;
  /** A model behind an endpoint, and where its vectors are kept; without it the built-in embedder serves. */
  readonly embedding?: { readonly store: DocumentStore; readonly endpoints: EmbeddingEndpoints } | undefined;
  /** A folder on this machine's disk that indexes are saved in, one file per team; without it every start builds them. */
  readonly snapshots?: SnapshotSettings | undefined;
  /** How many threads hold the indexes at most; as many as the machine has cores to spare when absent. */
  readonly threads?: number;
  /** Starts a thread; given by tests that crash it. */
  readonly startWorker?: () => Worker;
};

type OpenTeam = {
  readonly search: TeamSearch;
  readonly embedding: TeamEmbedding | undefined;
  close(): Promise<void>;
};

/** Search over the passages of all teams, in worker threads, fed by each team's change feed. */
export const createTeamSearches = (options: SearchesOptions): TeamSearches => {
  const { log, embedding: settings, snapshots, startWorker, threads: size = defaultThreads() } = options;
  const opened = new Map<string, OpenTeam>();
  const embed: AnswerEmbed = async (request, signal) => {
    const embedding = opened.get(request.teamId)?.embedding;
    if (!embedding) throw unavailable();
    return embedding.embed(request, signal).catch((error: unknown) => {
      // The index goes on without the vector whatever it was: a fault of ours must show here.
      if (!(error instanceof Failure) && !signal.aborted) log.error({ error: String(error) }, 'Embedding failed');
      throw error;
    });
  };
  const threads = createSearchThreads(size, () =>
    createSearchThread({ log, embed, ...(startWorker && { startWorker }) }),
  );

  const openTeam = (teamId: string, passages: DocumentDatabase): OpenTeam => {
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
  { name }: DocumentDatabase,
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

/** Brings a team over to the configured model, in the background: its old vectors serve until the new ones are all there. */
const changeModel = async ({ teamId, follower, embedding, log, signal }: ModelChange): Promise<void> => {
  const change = async (): Promise<void> => {
    await follower.built();
    await embedding.prepare(signal);
    if (follower.embedder() !== embedding.configured) await follower.rebuild();
    await embedding.removeOthers();
  };
  for (let failures = 1; !signal.aborted; failures++) {
    try {
      await Promise.race([change(), aborted(signal)]);
      return;
    } catch (error) {
      if (signal.aborted) return;
      log.warn({ teamId, failures, error: String(error) }, 'Embedding by the new model was interrupted and goes on');
      await pause(retryDelay(PREPARING_AGAIN, { failures, error }), signal);
    }
  }
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
      // The thread runs this very interface; nothing but it posts the replies.
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
