import { hasCode } from '@inbetwin/shared/contracts/errors.ts';
import type { Change, ChangeFeed, DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { createBackoff } from '@inbetwin/shared/timing/backoff.ts';
import type { RetryLimits } from '@inbetwin/shared/timing/retry-delay.ts';
import { repeatUntil } from '@inbetwin/shared/timing/retry-until.ts';
import { wordsOf } from '../attempts.ts';
import { type Checkpoint, openCheckpoint } from './checkpoint.ts';
import { createProgress, type Progress } from './progress.ts';

/** As many as the streams read at once, so that a store may read for both. */
const BATCH = 100;
const MAX_UNHANDLED = 1000;
const CHECKPOINT_MS = 250;

export type Feed = {
  /** Follows from the checkpoint; resolves when `signal` has aborted. */
  follow(): Promise<void>;
  /** Stores the position up to which everything has been handled. */
  saveCheckpoint(): Promise<void>;
};

export type FeedOptions = {
  readonly teamId: string;
  readonly store: DocumentStore;
  readonly log: Logger;
  readonly timing: RetryLimits;
  readonly random: () => number;
  readonly signal: AbortSignal;
};

/** Reports that the consequences of a change will be stored later; the returned function must be called once, when they are. */
type Track = (change: Change) => () => void;

type Parts = {
  /** Names the checkpoint. */
  readonly name: string;
  readonly changes: ChangeFeed;
  /** Runs before each start and handles what was recorded elsewhere. */
  readonly restore?: () => Promise<void>;
  /** Stores the consequences of the changes, or tracks those that take longer. If it rejects, they are read again after a delay. */
  readonly handle: (changes: readonly Change[], track: Track) => Promise<void> | void;
};

/**
 * Handles each change of a team at least once: the checkpoint passes a change only when its consequences are stored, so handling must
 * be repeatable.
 */
export const openFeed = (options: FeedOptions, { name, changes, restore, handle }: Parts): Feed => {
  const { teamId, store, log, signal, timing, random } = options;
  const checkpoint = openCheckpoint(store, `${name}:${teamId}`);
  const saver = createSaver(options, checkpoint);
  const progress = createProgress(() => saver.schedule(progress));
  const backoff = createBackoff(timing, random);

  const followFrom = async (start: string | undefined) => {
    const since = start === undefined ? {} : { since: start };
    for await (const batch of changes.follow({ ...since, limit: BATCH, signal })) {
      await handle(batch.changes, ({ sequence }) => progress.track(sequence));
      progress.track(batch.sequence)();
      await progress.below(MAX_UNHANDLED, signal);
      backoff.reset();
    }
  };

  return {
    follow: async () => {
      let start: 'checkpoint' | 'beginning' = 'checkpoint';
      const goOn = async (): Promise<void> => {
        await restore?.();
        await followFrom(start === 'beginning' ? undefined : (progress.position() ?? (await checkpoint.read())));
      };
      await repeatUntil(signal, goOn, {
        backoff,
        onFailed: (error, failures) => {
          log.warn({ teamId, name, failures, error: wordsOf(error) }, 'A feed is interrupted and goes on in a moment');
          start = hasCode(error, 'store.bad_sequence') ? 'beginning' : 'checkpoint';
        },
      });
    },
    saveCheckpoint: () => saver.save(progress),
  };
};

/** Handles each change by its collection; those of other collections lead to nothing. `release` is the function that `track` returns. */
export const byCollection =
  (take: Readonly<Record<string, (change: Change, release: () => void) => void>>): Parts['handle'] =>
  (changes, track) => {
    const followed = changes.filter(({ collection }) => Object.hasOwn(take, collection));
    for (const change of followed) take[change.collection]?.(change, track(change));
  };

/** Writes the checkpoint at intervals; what it lags behind is handled again without harm. */
const createSaver = ({ teamId, log, signal }: FeedOptions, checkpoint: Checkpoint) => {
  let timer: NodeJS.Timeout | undefined;
  let saved: string | undefined;

  const save = async (progress: Progress): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const position = progress.position();
    if (position === undefined || position === saved) return;
    try {
      await checkpoint.write(position);
      saved = position;
    } catch (error) {
      log.warn({ teamId, error: wordsOf(error) }, 'A checkpoint could not be stored');
    }
  };

  return {
    save,
    schedule: (progress: Progress): void => {
      if (!signal.aborted) timer ??= setTimeout(() => save(progress), CHECKPOINT_MS);
    },
  };
};
