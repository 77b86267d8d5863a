import { Failure } from '../contracts/errors.ts';

export type RetryLimits = {
  /** The delay before the first retry, in milliseconds. */
  readonly firstRetryMs: number;
  /** The longest delay, in milliseconds. */
  readonly longestRetryMs: number;
  /** The longest delay after a failure of the store, in milliseconds; 5,000 when absent. */
  readonly longestStoreRetryMs?: number;
};

type Retry = {
  /** Number of consecutive failures, counted from 1. */
  readonly failures: number;
  /** The error of the last attempt. */
  readonly error: unknown;
};

/**
 * Upper limit of the delay after a failure of the store, in milliseconds. Everything depends on the store and asking it
 * again is cheap, so work resumes soon after the store is back, however long its other retries may take.
 */
const LONGEST_STORE_RETRY_MS = 5000;

/**
 * Returns the milliseconds to wait before the next attempt: exponential backoff with equal jitter, so half of the delay
 * is fixed and half is random.
 */
export const retryDelay = (
  { firstRetryMs, longestRetryMs, longestStoreRetryMs = LONGEST_STORE_RETRY_MS }: RetryLimits,
  { failures, error }: Retry,
  random: () => number = Math.random,
): number => {
  const limit = isStoreFailure(error) ? Math.min(longestRetryMs, longestStoreRetryMs) : longestRetryMs;
  const longest = Math.min(limit, firstRetryMs * 2 ** Math.min(failures - 1, 30));
  return longest / 2 + (random() * longest) / 2;
};

/** Whether an error comes from the document store (a `Failure` whose code begins with `store.`). */
export const isStoreFailure = (error: unknown): boolean => error instanceof Failure && error.code.startsWith('store.');
