import { Failure } from '../contracts/errors.ts';

/** In milliseconds. */
export type RetryLimits = { readonly firstRetryMs: number; readonly longestRetryMs: number };

type Retry = {
  /** Failures in a row, counted from 1. */
  readonly failures: number;
  /** What the last attempt failed with. */
  readonly error: unknown;
};

/**
 * Everything waits for the store, and asking it again costs little: whoever failed because of it goes on at most so many
 * milliseconds after its return, however patient it is with others.
 */
const LONGEST_STORE_RETRY_MS = 5000;

/** Milliseconds to wait: exponential with equal jitter, half of the delay is fixed. */
export const retryDelay = (
  { firstRetryMs, longestRetryMs }: RetryLimits,
  { failures, error }: Retry,
  random: () => number = Math.random,
): number => {
  const limit = isStoreFailure(error) ? Math.min(longestRetryMs, LONGEST_STORE_RETRY_MS) : longestRetryMs;
  const longest = Math.min(limit, firstRetryMs * 2 ** Math.min(failures - 1, 30));
  return longest / 2 + (random() * longest) / 2;
};

export const isStoreFailure = (error: unknown): boolean => error instanceof Failure && error.code.startsWith('store.');
