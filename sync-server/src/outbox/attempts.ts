import type { ChannelTiming } from '@inbetwin/bot/channels/timing.ts';
import { isPassing } from '@inbetwin/shared/agents/runs/session.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { retryDelay } from '@inbetwin/shared/timing/retry-delay.ts';
import type { Outcome } from './lane-state.ts';
import type { Task } from './lanes.ts';

/** A document that fails this many times without a temporary cause becomes a dead letter. */
const MAX_ATTEMPTS = 4;

/** How long work waits while it is in doubt whether this process still holds the team. Milliseconds. */
export const DOUBT_MS = 500;

type Job = {
  readonly what: string;
  readonly messageId: string;
  attempt(): Promise<Outcome>;
  /** Marks the document so that it is not tried again. */
  giveUp(error: unknown): Promise<void>;
  /** Called when the job was given up, whether or not that could be recorded. */
  abandoned(): void;
};

export type AttemptContext = {
  readonly log: Logger;
  readonly timing: ChannelTiming;
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** Whether nobody else works for the team; while that is in doubt, jobs wait. */
  readonly isCurrent: () => boolean;
};

/**
 * Wraps a job as a task of a lane. Temporary failures are retried for as long as they last; a document that fails repeatedly for another
 * reason is given up and logged, so that it blocks nobody else.
 */
export const withAttempts = (job: Job, { log, timing, random, signal, isCurrent }: AttemptContext): Task => {
  const { messageId, what } = job;
  let failures = 0;

  const retry = (error: unknown): Outcome => {
    failures += 1;
    log.warn({ messageId, what, failures, error: wordsOf(error) }, 'A message is tried again later');
    return { kind: 'retry', ms: retryDelay(timing, { failures, error }, random) };
  };

  const giveUp = async (error: unknown): Promise<Outcome> => {
    log.error({ messageId, what, error: wordsOf(error) }, 'A message is given up');
    try {
      await job.giveUp(error);
    } catch (second) {
      if (isPassing(second)) return retry(second);
      log.error({ messageId, what, error: wordsOf(second) }, 'That could not be recorded either');
    }
    job.abandoned();
    return 'done';
  };

  return {
    run: async () => {
      if (!isCurrent()) return { kind: 'retry', ms: DOUBT_MS };
      try {
        return await job.attempt();
      } catch (error) {
        if (signal.aborted) return { kind: 'park' };
        return isPassing(error) || failures < MAX_ATTEMPTS - 1 ? retry(error) : giveUp(error);
      }
    },
  };
};

export const wordsOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
