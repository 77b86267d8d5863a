import { createBackoff } from '@inbetwin/shared/timing/backoff.ts';
import type { RetryLimits } from '@inbetwin/shared/timing/retry-delay.ts';
import { repeatUntil } from '@inbetwin/shared/timing/retry-until.ts';
import { createSaveSchedule, type SaveTiming } from '@inbetwin/shared/timing/save-schedule.ts';
import { createTurns, type Turns } from '@inbetwin/shared/timing/turns.ts';
import { savedSchema } from '../threads/search-protocol.ts';
import {
  BATCH,
  type IndexBuild,
  type IndexParts,
  type OriginSnapshots,
  openBuild,
  readToEnd,
  verify,
} from './build-index.ts';
import { positionIn } from './index-progress.ts';

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

type FollowerOptions = Omit<IndexParts, 'onChanged' | 'signal'> & {
  /** When the index is saved. */
  readonly saving: SaveTiming;
  /** The teams whose snapshot was compared with the store in this process, which reads all of their passages. */
  readonly verified: Set<string>;
};

/**
 * Feeds a team's index from the change feed of its passages. When it is loaded and after every crash of the thread, it continues from the
 * saved index, or from the beginning if there is none.
 */
export const followPassages = ({ saving, verified, ...options }: FollowerOptions): PassageFollower => {
  const { teamId, passages, thread, log, snapshots } = options;
  const closing = new AbortController();
  const backoff = createBackoff(FOLLOWING_AGAIN);
  /** Ends the current round when the thread is replaced. */
  let round = new AbortController();
  /** An older state of a passage must never overwrite a newer one. */
  const inTurn = createTurns();
  const build = openBuild({
    ...options,
    onChanged: () => schedule?.changed(),
    signal: closing.signal,
  });
  const schedule = snapshots && scheduleSaves(saving, () => save(build, snapshots, inTurn), build);
  const caughtUp = (): Promise<void> => inTurn(() => readToEnd(build));

  const followOnce = async (): Promise<void> => {
    round = new AbortController();
    await caughtUp();
    if (build.progress().isUnverified && !verified.has(teamId)) await verify(build, inTurn);
    verified.add(teamId);
    backoff.reset();
    const signal = AbortSignal.any([closing.signal, round.signal]);
    const since = build.progress().latest?.sequence;
    const from = since === undefined ? {} : { since };
    for await (const _ of passages.follow({ ...from, limit: BATCH, signal })) await caughtUp();
  };

  const stopListening = thread.onReplaced(() => round.abort());
  const running = repeatUntil(closing.signal, followOnce, {
    backoff,
    onFailed: (error, failures) =>
      log.warn({ teamId, error: String(error), failures }, 'Following the passages failed; it is tried again'),
  });
  return {
    caughtUp,
    rebuild: async () => {
      // Queued after updates in progress, which would record the position again.
      await inTurn(async () => build.advance({ type: 'outdated' }));
      await caughtUp();
    },
    embedder: () => build.progress().answering?.model,
    isBuilt: build.isBuilt,
    built: build.built,
    close: async () => {
      stopListening();
      closing.abort();
      await running;
      await schedule?.close();
    },
  };
};

const scheduleSaves = (timing: SaveTiming, save: () => Promise<void>, { teamId, log }: IndexBuild) =>
  createSaveSchedule({
    save: async () => {
      try {
        await save();
      } catch (error) {
        log.warn(
          { teamId, error: String(error) },
          'The search index could not be saved; loading it again has more to do',
        );
      }
      // After a failure, the next attempt is made on the next change.
      return true;
    },
    clock: () => performance.now(),
    timing,
  });

/** Saves between two batches, when the index matches the store exactly up to a sequence. */
const save = async (build: IndexBuild, snapshots: OriginSnapshots, inTurn: Turns): Promise<void> => {
  const { teamId, thread, progress } = build;
  const origin = await snapshots.origin();
  let saving: Promise<unknown> | undefined;
  await inTurn(async () => {
    const sequence = positionIn(progress(), thread.generation())?.sequence;
    // Only started here, so that later updates do not wait for the store.
    if (sequence !== undefined) saving = thread.call(teamId, { method: 'save', sequence, origin });
  });
  if (saving) await snapshots.replace(savedSchema.parse(await saving));
};
