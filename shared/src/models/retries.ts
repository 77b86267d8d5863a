import { Failure } from '../contracts/errors.ts';
import type { MonotonicClock } from '../ports/clock.ts';
import { pause } from '../timing/pause.ts';
import { retryDelay } from '../timing/retry-delay.ts';
import { patience } from './patience.ts';

/** A failure that may be temporary; `retryAfter` is what the endpoint asked for. */
export class TransientFailure extends Failure {}

/** The retry budget of one endpoint, shared by all calls, so that a struggling service is not flooded. */
export type RetryBudget = {
  /** A call began. */
  call(): void;
  /** Takes one retry from the budget; false if none is left. */
  take(): boolean;
};

/** A token bucket that fills with time and with calls. `clock` is in milliseconds. */
export const createRetryBudget = (clock: MonotonicClock): RetryBudget => {
  let saved: number = patience.retriesAMinute;
  let since = clock();
  const fill = (more: number): void => {
    const now = clock();
    const grown = (Math.max(0, now - since) / 60_000) * patience.retriesAMinute;
    saved = Math.min(patience.savedRetries, saved + grown + more);
    since = now;
  };
  return {
    call: () => fill(patience.retriesPerCall),
    take: () => {
      fill(0);
      if (saved < 1) return false;
      saved -= 1;
      return true;
    },
  };
};

export type RetryTerms = {
  readonly budget: RetryBudget;
  /** Total time for all attempts and delays, in milliseconds. */
  readonly timeoutMs: number;
  /** The caller's signal. */
  readonly signal: AbortSignal;
  readonly clock: MonotonicClock;
  readonly random: () => number;
};

/**
 * Makes attempts until one succeeds, fails permanently, or the time, number, or budget is exhausted; it then rejects with the last failure.
 * `attempt` receives a signal that aborts at the call's time limit. Rejects with the caller's reason when the caller aborts.
 */
export const attemptRepeatedly = async <T>(
  attempt: (signal: AbortSignal) => Promise<T>,
  { budget, timeoutMs, signal: caller, clock, random }: RetryTerms,
): Promise<T> => {
  caller.throwIfAborted();
  const deadline = clock() + timeoutMs;
  const signal = AbortSignal.any([caller, AbortSignal.timeout(timeoutMs)]);
  budget.call();
  for (let failures = 1; ; failures++) {
    try {
      return await attempt(signal);
    } catch (error) {
      caller.throwIfAborted();
      if (!(error instanceof TransientFailure) || signal.aborted || failures === patience.attempts) throw error;
      const pauseMs = pauseAfter(error, failures, random);
      if (pauseMs > (deadline - clock()) * patience.bearablePause || !budget.take()) throw error;
      await pause(pauseMs, signal);
      caller.throwIfAborted();
      if (signal.aborted) throw error;
    }
  }
};

/** As the endpoint asked, with some jitter; otherwise exponential. Milliseconds. */
const pauseAfter = (error: Failure, failures: number, random: () => number): number =>
  error.retryAfter === undefined
    ? retryDelay(patience, { failures, error }, random)
    : error.retryAfter * 1000 + (random() * patience.firstRetryMs) / 2;
