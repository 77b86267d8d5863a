import { hasCode } from '@inbetwin/shared/contracts/errors.ts';
import type { Change, DocumentCollection } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { Turns } from '@inbetwin/shared/timing/turns.ts';
import type { TeamSnapshots } from '../snapshots/team-snapshots.ts';
import { begunSchema, type EmbedderDescription } from '../threads/search-protocol.ts';
import type { SearchThread } from '../threads/search-thread.ts';
import { unavailable } from '../threads/thread-calls.ts';
import {
  answersIn,
  type IndexEvent,
  type IndexProgress,
  noIndex,
  positionIn,
  progressAfter,
} from './index-progress.ts';
import { countStored, readPassage } from './stored-passages.ts';

/** The number of changes that are read and applied at once. */
export const BATCH = 200;

/** A team's snapshots, and the origin of its passages: a snapshot of another origin is not used. */
export type OriginSnapshots = TeamSnapshots & { readonly origin: () => Promise<string> };

/** What an index is built from. */
export type IndexParts = {
  readonly teamId: string;
  readonly passages: DocumentCollection;
  readonly thread: SearchThread;
  readonly log: Logger;
  /** The embedder of an index that is started now. */
  readonly chooseEmbedder: () => Promise<EmbedderDescription | 'builtin'>;
  /** Called when the passages are no longer in the index. */
  readonly onRemoved?: (passageIds: readonly string[]) => Promise<void>;
  /** Where the index is saved; without it, every load builds it anew. */
  readonly snapshots?: OriginSnapshots | undefined;
  /** Called when the index contains something that no snapshot of it does. */
  readonly onChanged: () => void;
  /** Aborts when the index is no longer wanted. */
  readonly signal: AbortSignal;
};

/** A team's index in the making. Only one of the functions below may run on it at a time. */
export type IndexBuild = IndexParts & {
  readonly progress: () => IndexProgress;
  readonly advance: (event: IndexEvent) => void;
  readonly isBuilt: () => boolean;
  /** Resolves as soon as `isBuilt` is true. */
  readonly built: () => Promise<void>;
};

/** Begins without an index. */
export const openBuild = (parts: IndexParts): IndexBuild => {
  let progress = noIndex;
  let waiting: (() => void)[] = [];
  const isBuilt = (): boolean => answersIn(progress, parts.thread.generation());
  return {
    ...parts,
    progress: () => progress,
    advance: (event) => {
      progress = progressAfter(progress, event);
      if (!isBuilt()) return;
      for (const resolve of waiting) resolve();
      waiting = [];
    },
    isBuilt,
    built: () => (isBuilt() ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
};

/** Feeds the index until it contains everything that is stored, and publishes it. Begins a new one where there is none. */
export const readToEnd = async (build: IndexBuild): Promise<void> => {
  for (;;) {
    const isAtEnd = await readBatch(build);
    if (isAtEnd) return;
  }
};

const readBatch = async (build: IndexBuild): Promise<boolean> => {
  if (build.signal.aborted) throw unavailable();
  const generation = build.thread.generation();
  if (!positionIn(build.progress(), generation)) await begin(build, generation);
  const batch = await changesFrom(build, positionIn(build.progress(), generation)?.sequence);
  if (!batch) return false;
  await applyChanges(build, batch.changes);
  build.advance({ type: 'applied', generation, sequence: batch.sequence });
  if (batch.changes.length > 0) {
    build.onChanged();
    return false;
  }
  if (generation !== build.thread.generation()) return false;
  await publish(build, generation);
  return true;
};

const begin = async (build: IndexBuild, generation: number): Promise<void> => {
  const { teamId, thread, log, snapshots } = build;
  const embedder = await build.chooseEmbedder();
  const snapshot = snapshots && (await findTrusted(snapshots, build.progress()));
  build.advance({ type: 'beginning', model: embedder === 'builtin' ? embedder : embedder.model });
  const { sequence, refused } = begunSchema.parse(await thread.call(teamId, { method: 'begin', embedder, snapshot }));
  if (refused !== undefined) {
    log.warn({ teamId, reason: refused }, 'The saved search index cannot be used and is built anew');
    if (snapshot) await snapshots.discard(snapshot.digest);
  }
  build.advance({ type: 'begun', generation, sequence });
};

const findTrusted = async (snapshots: OriginSnapshots, { isSnapshotTrusted }: IndexProgress) => {
  const digest = await snapshots.latest();
  if (digest === undefined) return undefined;
  if (isSnapshotTrusted) return { digest, origin: await snapshots.origin() };
  await snapshots.discard(digest);
  return undefined;
};

/** Undefined if the store was replaced by another one, so that the index does not match it. */
const changesFrom = async (build: IndexBuild, since: string | undefined) => {
  if (since === undefined) return build.passages.changes({ limit: BATCH });
  try {
    return await build.passages.changes({ since, limit: BATCH });
  } catch (error) {
    if (!hasCode(error, 'store.bad_sequence')) throw error;
    startOver(build, error.message);
    return undefined;
  }
};

const applyChanges = async (build: IndexBuild, changes: readonly Change[]): Promise<void> => {
  const { teamId, thread, log, onRemoved } = build;
  const living = changes.flatMap((change) => (change.deleted ? [] : (readPassage(change) ?? [])));
  const kept = new Set(living.map(({ id }) => id));
  const gone = changes.filter(({ id }) => !kept.has(id));
  for (const { id, deleted } of gone) {
    if (!deleted) log.warn({ passageId: id }, 'a stored passage does not fit its schema and is not searchable');
  }
  if (living.length > 0) await thread.call(teamId, { method: 'put', passages: living });
  if (gone.length === 0) return;
  const passageIds = gone.map(({ id }) => id);
  await thread.call(teamId, { method: 'remove', passageIds });
  await onRemoved?.(passageIds);
};

const publish = async (build: IndexBuild, generation: number): Promise<void> => {
  if (build.progress().isPublished) return;
  await build.thread.call(build.teamId, { method: 'publish' });
  build.advance({ type: 'published', generation });
};

const startOver = ({ teamId, log, advance }: IndexBuild, reason: string): void => {
  log.warn({ teamId, reason }, 'The search index does not fit what is stored and is built anew');
  advance({ type: 'mismatched' });
};

/**
 * Builds an index that was loaded from a snapshot anew if it does not contain as many passages as are stored, because a store restored
 * from an older backup may still know the sequence. Counts before its turn, which may take long.
 */
export const verify = async (build: IndexBuild, inTurn: Turns): Promise<void> => {
  const { teamId, passages, thread, signal } = build;
  const stored = countStored(passages);
  await stored.readOn(signal);
  await inTurn(async () => {
    do await readToEnd(build);
    while (await stored.readOn(signal));
    if (!build.progress().isUnverified) return;
    const indexed = await thread.call(teamId, { method: 'count' });
    if (indexed === stored.count()) return build.advance({ type: 'verified' });
    startOver(build, `${indexed} passages are indexed, ${stored.count()} stored`);
    await readToEnd(build);
  });
};
