import { hasCode } from '@inbetwin/shared/contracts/errors.ts';
import type { Change, DocumentDatabase } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { createBackoff } from '@inbetwin/shared/timing/backoff.ts';
import type { RetryLimits } from '@inbetwin/shared/timing/retry-delay.ts';
import { repeatUntil } from '@inbetwin/shared/timing/retry-until.ts';
import { createSaveSchedule, type SaveTiming } from '@inbetwin/shared/timing/save-schedule.ts';
import { countStored, readPassage } from './stored-passages.ts';
import { begunSchema, type EmbedderDescription, type SnapshotPlace } from './threads/search-protocol.ts';
import { type SearchThread, unavailable } from './threads/search-thread.ts';

const BATCH = 200;
const FOLLOWING_AGAIN: RetryLimits = { firstRetryMs: 200, longestRetryMs: 10_000 };

/** Keeps a team's search index up to date. */
export type PassageFollower = {
  /** Resolves when every passage stored before the call is in the index. */
  caughtUp(): Promise<void>;
  /** Whether the index contains the team's passages; false while it is being built. */
  isBuilt(): boolean;
  /** Resolves as soon as `isBuilt` is true. */
  built(): Promise<void>;
  /** Fills a new index from the beginning while the old one answers; resolves when the new one takes over. */
  rebuild(): Promise<void>;
  /** The embedding model of the index that answers; undefined before the first one is built. */
  embedder(): string | undefined;
  /** Saves unsaved changes. */
  close(): Promise<void>;
};

/** Where and when an index is saved, so that the next start does not have to rebuild it. */
export type FollowerSnapshots = { readonly place: () => Promise<SnapshotPlace>; readonly timing: SaveTiming };

type FollowerOptions = {
  readonly teamId: string;
  readonly passages: DocumentDatabase;
  readonly thread: SearchThread;
  readonly log: Logger;
  readonly snapshots?: FollowerSnapshots | undefined;
  /** The embedder of an index that is started now. */
  readonly chooseEmbedder: () => Promise<EmbedderDescription | 'builtin'>;
  /** Called when the passages are no longer in the index. */
  readonly onRemoved?: (passageIds: readonly string[]) => Promise<void>;
};

/**
 * Feeds a team's index from the change feed of its passages. At every start and after every crash of the thread, it continues from the
 * saved index, or from the beginning if there is none.
 */
export const followPassages = (options: FollowerOptions): PassageFollower => {
  const { teamId, passages, thread, log, snapshots, chooseEmbedder, onRemoved } = options;
  const closing = new AbortController();
  let round = new AbortController();
  let applied: { readonly generation: number; readonly sequence: string } | undefined;
  let published = false;
  let begunOn: string | undefined;
  let answersOn: string | undefined;
  let builtGeneration = -1;
  const backoff = createBackoff(FOLLOWING_AGAIN);
  let announce: (() => void)[] = [];
  let tail: Promise<void> = Promise.resolve();
  /** Until an index that was loaded from it answers, the snapshot is suspected of crashing the thread. */
  let isTrusted = true;
  /** Whether the index was loaded from a snapshot and has not been compared with the store yet. */
  let isUnverified = false;

  /** Serializes updates, so that an older state of a passage never overwrites a newer one. */
  const inTurn = (work: () => Promise<void> | void): Promise<void> => {
    tail = tail.then(work, work);
    return tail;
  };

  const since = (generation: number) => (applied?.generation === generation ? applied.sequence : undefined);

  const apply = async (changes: readonly Change[]): Promise<void> => {
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

  /** The position in the feed where the new index starts; undefined for an empty index. */
  const begin = async (generation: number): Promise<string | undefined> => {
    const embedder = await chooseEmbedder();
    const snapshot = snapshots && { ...(await snapshots.place()), isTrusted };
    begunOn = embedder === 'builtin' ? embedder : embedder.model;
    published = false;
    isTrusted = false;
    const { sequence, refused } = begunSchema.parse(await thread.call(teamId, { method: 'begin', embedder, snapshot }));
    if (refused !== undefined) {
      log.warn({ teamId, reason: refused }, 'The saved search index cannot be used and is built anew');
    }
    applied = sequence === undefined ? undefined : { generation, sequence };
    isUnverified = sequence !== undefined;
    return sequence;
  };

  const publish = async (): Promise<void> => {
    if (published) return;
    await thread.call(teamId, { method: 'publish' });
    published = true;
    isTrusted = true;
    answersOn = begunOn;
  };

  const startOver = (reason: string): void => {
    log.warn({ teamId, reason }, 'The search index does not fit what is stored and is built anew');
    applied = undefined;
    isTrusted = false;
  };

  const readToEnd = async (): Promise<void> => {
    for (;;) {
      if (closing.signal.aborted) throw unavailable();
      const generation = thread.generation();
      const batch = await changesFrom(since(generation) ?? (await begin(generation)));
      if (!batch) continue;
      await apply(batch.changes);
      applied = { generation, sequence: batch.sequence };
      if (batch.changes.length > 0) schedule?.changed();
      else if (generation === thread.generation()) {
        await publish();
        builtGeneration = generation;
        for (const resolve of announce) resolve();
        announce = [];
        return;
      }
    }
  };

  /** Undefined if the store was replaced by another one, so that the index does not match it. */
  const changesFrom = async (from: string | undefined) => {
    if (from === undefined) return passages.changes({ limit: BATCH });
    try {
      return await passages.changes({ since: from, limit: BATCH });
    } catch (error) {
      if (!hasCode(error, 'store.bad_sequence')) throw error;
      startOver(error.message);
      return undefined;
    }
  };

  const caughtUp = (): Promise<void> => inTurn(readToEnd);

  const rebuild = async (): Promise<void> => {
    // Queued after updates in progress, which would set it again.
    await inTurn(() => {
      applied = undefined;
    });
    await caughtUp();
  };

  /** Compares counts, because a store restored from an older backup may still know the sequence. */
  const verify = async (): Promise<void> => {
    const stored = countStored(passages);
    await stored.readOn(closing.signal);
    await inTurn(async () => {
      do await readToEnd();
      while (await stored.readOn(closing.signal));
      if (!isUnverified) return;
      const indexed = await thread.call(teamId, { method: 'count' });
      isUnverified = false;
      if (indexed === stored.count()) return;
      startOver(`${indexed} passages are indexed, ${stored.count()} stored`);
      await readToEnd();
    });
  };

  /** Saves between two batches, when the index matches the store exactly up to a sequence. */
  const save = async (place: SnapshotPlace): Promise<void> => {
    let saving: Promise<unknown> | undefined;
    await inTurn(() => {
      const sequence = since(thread.generation());
      // Only started here, so that later updates do not wait for the disk.
      if (sequence !== undefined) saving = thread.call(teamId, { method: 'save', sequence, ...place });
    });
    await saving;
  };

  const schedule =
    snapshots &&
    createSaveSchedule({
      save: async () => {
        try {
          await save(await snapshots.place());
        } catch (error) {
          log.warn({ teamId, error: String(error) }, 'The search index could not be saved; a start has more to do');
        }
        // After a failure, the next attempt is made on the next change.
        return true;
      },
      clock: () => performance.now(),
      timing: snapshots.timing,
    });

  const followOnce = async (): Promise<void> => {
    round = new AbortController();
    await caughtUp();
    if (isUnverified) await verify();
    backoff.reset();
    const signal = AbortSignal.any([closing.signal, round.signal]);
    const from = applied === undefined ? {} : { since: applied.sequence };
    for await (const _ of passages.follow({ ...from, limit: BATCH, signal })) await caughtUp();
  };

  const stopListening = thread.onReplaced(() => round.abort());
  const running = repeatUntil(closing.signal, followOnce, {
    backoff,
    onFailed: (error, failures) =>
      log.warn({ teamId, error: String(error), failures }, 'Following the passages failed; it is tried again'),
  });
  const isBuilt = () => builtGeneration === thread.generation();
  return {
    caughtUp,
    rebuild,
    embedder: () => answersOn,
    isBuilt,
    built: () => (isBuilt() ? Promise.resolve() : new Promise((resolve) => announce.push(resolve))),
    close: async () => {
      stopListening();
      closing.abort();
      await running;
      await schedule?.close();
    },
  };
};
