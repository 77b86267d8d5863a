import { Failure } from '../contracts/errors.ts';
import type { MonotonicClock } from '../ports/clock.ts';
import { pause } from '../timing/pause.ts';
import { retryDelay } from '../timing/retry-delay.ts';
import { patience } from './patience.ts';

/** A failure that may be gone the next time; `retryAfter` says when the endpoint wants to be asked again. */
export class TransientFailure extends Failure {}

/** What one endpoint may be asked again, over all calls to it: a service in distress is not besieged. */
export type RetryBudget = {
  /** A call was begun. */
  call(): void;
  /** Whether there is a repeat to be had, which is then taken. */
  take(): boolean;
};

/** A bucket that fills with time and with calls. `clock` in milliseconds. */
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
  /** For all attempts and pauses together; milliseconds. */
  readonly timeoutMs: number;
  /** Of the caller. */
  readonly signal: AbortSignal;
  readonly clock: MonotonicClock;
  readonly random: () => number;
};

/**
 * Makes attempts until one succeeds, fails for good, or time, number or budget are used up; then rejects with the last
 * failure. `attempt` gets a signal that ends with the call's time. Rejects with the caller's reason when the caller gives up.
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

/** As the endpoint asks, a little spread; otherwise growing. Milliseconds. */
const pauseAfter = (error: Failure, failures: number, random: () => number): number =>
  error.retryAfter === undefined
    ? retryDelay(patience, { failures, error }, random)
    : error.retryAfter * 1000 + (random() * patience.firstRetryMs) / 2;
