import type { Backoff } from './backoff.ts';

export type RetryTerms = {
  /** Determines the delay after a failure. It is reset after each success; a long task may reset it itself while it succeeds. */
  readonly backoff: Backoff;
  /** Called after each failure, before the delay, with the number of consecutive failures. Throws to give up. */
  readonly onFailed: (error: unknown, failures: number) => void;
};

/**
 * Retries `task` until it succeeds, and returns its result. Rejects with the signal's reason when it aborts, or with what `onFailed`
 * throws.
 */
export const retryUntil = async <T>(signal: AbortSignal, task: () => Promise<T>, terms: RetryTerms): Promise<T> => {
  for (;;) {
    signal.throwIfAborted();
    const success = await tryOnce(signal, task, terms);
    if (success) return success.result;
  }
};

/** Repeats `task` forever, with a delay after each failure; resolves when `signal` has aborted. Rejects with what `onFailed` throws. */
export const repeatUntil = async (
  signal: AbortSignal,
  task: () => Promise<unknown>,
  terms: RetryTerms,
): Promise<void> => {
  while (!signal.aborted) await tryOnce(signal, task, terms);
};

/** Runs `task` once; after a failure it waits and resolves to undefined. A failure after `signal` has aborted is not reported. */
export const tryOnce = async <T>(
  signal: AbortSignal,
  task: () => Promise<T>,
  { backoff, onFailed }: RetryTerms,
): Promise<{ readonly result: T } | undefined> => {
  try {
    const result = await task();
    backoff.reset();
    return { result };
  } catch (error) {
    if (signal.aborted) return undefined;
    onFailed(error, backoff.failures() + 1);
    await backoff.wait(signal, error);
    return undefined;
  }
};

/** The result of `work`, or undefined if it rejects after `signal` has aborted. */
export const unlessAborted = async <T>(signal: AbortSignal, work: Promise<T>): Promise<T | undefined> => {
  try {
    return await work;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
};
