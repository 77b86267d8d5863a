import { hasCode } from '@inbetwin/shared/contracts/errors.ts';
import type { Change, DocumentDatabase } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';
import { type RetryLimits, retryDelay } from '@inbetwin/shared/timing/retry-delay.ts';
import { createSaveSchedule, type SaveTiming } from '@inbetwin/shared/timing/save-schedule.ts';
import { countStored, readPassage } from './stored-passages.ts';
import { begunSchema, type EmbedderDescription, type SnapshotPlace } from './threads/search-protocol.ts';
import { type SearchThread, unavailable } from './threads/search-thread.ts';

const BATCH = 200;
const FOLLOWING_AGAIN: RetryLimits = { firstRetryMs: 200, longestRetryMs: 10_000 };

export type PassageFollower = {
  /** Resolves when every passage that was stored before the call is in the index. */
  caughtUp(): Promise<void>;
  /** Whether the index holds the team's passages: false while it is built. */
  isBuilt(): boolean;
  /** Resolves when `isBuilt` is next true, or at once. */
  built(): Promise<void>;
  /** Fills a new index from the beginning while the old one answers; resolves when the new one does. */
  rebuild(): Promise<void>;
  /** The model that the index which answers runs on; undefined before the first is built. */
  embedder(): string | undefined;
  /** Saves what is not saved yet. */
  close(): Promise<void>;
};

/** Where and when an index is saved, so that the next start need not build it. */
export type FollowerSnapshots = { readonly place: () => Promise<SnapshotPlace>; readonly timing: SaveTiming };

type FollowerOptions = {
  readonly teamId: string;
  readonly passages: DocumentDatabase;
  readonly thread: SearchThread;
  readonly log: Logger;
  readonly snapshots?: FollowerSnapshots | undefined;
  /** What an index that is begun now runs on. */
  readonly chooseEmbedder: () => Promise<EmbedderDescription | 'builtin'>;
  /** The passages are no longer in the index. */
  readonly onRemoved?: (passageIds: readonly string[]) => Promise<void>;
};

/**
 * Feeds a team's index from its passages' change feed: at every start, and after every crash of the thread, from where it
 * was saved, else from the beginning.
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
  let failures = 0;
  let announce: (() => void)[] = [];
  let tail: Promise<void> = Promise.resolve();
  /** Until an index that was begun from it answers, what is saved may be what brings the thread down. */
  let isTrusted = true;
  /** Whether the index goes on from what was saved, and was not yet compared with what is stored. */
  let isUnverified = false;

  /** One at a time, so that an older state of a passage never overtakes a newer one. */
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

  /** Where in the feed the new index begins; undefined for an empty one. */
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

  /** Undefined when another store took this one's place: what is indexed is not what is stored. */
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
    // Behind what is under way, which would set it again.
    await inTurn(() => {
      applied = undefined;
    });
    await caughtUp();
  };

  /** A store that was put back to an older state may know the sequence all the same. */
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

  /** Between two batches, when the index holds just what is stored up to a sequence. */
  const save = async (place: SnapshotPlace): Promise<void> => {
    let saving: Promise<unknown> | undefined;
    await inTurn(() => {
      const sequence = since(thread.generation());
      // Only begun here: what follows need not wait for the disk.
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
        // What failed has time until the next change.
        return true;
      },
      clock: () => performance.now(),
      timing: snapshots.timing,
    });

  const followOnce = async (): Promise<void> => {
    round = new AbortController();
    await caughtUp();
    if (isUnverified) await verify();
    failures = 0;
    const signal = AbortSignal.any([closing.signal, round.signal]);
    const from = applied === undefined ? {} : { since: applied.sequence };
    for await (const _ of passages.follow({ ...from, limit: BATCH, signal })) await caughtUp();
  };

  const run = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      try {
        await followOnce();
      } catch (error) {
        if (closing.signal.aborted) return;
        failures += 1;
        log.warn({ teamId, error: String(error), failures }, 'Following the passages failed; it is tried again');
        await pause(retryDelay(FOLLOWING_AGAIN, { failures, error }), closing.signal);
      }
    }
  };

  const stopListening = thread.onReplaced(() => round.abort());
  const running = run();
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
