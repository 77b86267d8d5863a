import type { Backoff } from './backoff.ts';

export type RetryTerms = {
  /** Says how long to wait after a failure. Reset after each success; a long task may reset it itself while all goes well. */
  readonly backoff: Backoff;
  /** Told of each failure before the wait; `failures` counts those in a row, from 1. Throws to give up. */
  readonly onFailed: (error: unknown, failures: number) => void;
};

/** The result of `task`, tried until it succeeds. Rejects with the signal's reason when that aborts, or with what `onFailed` throws. */
export const retryUntil = async <T>(signal: AbortSignal, task: () => Promise<T>, terms: RetryTerms): Promise<T> => {
  for (;;) {
    signal.throwIfAborted();
    const success = await tryOnce(signal, task, terms);
    if (success) return success.result;
  }
};

/** Does `task` again and again, after a wait where it failed; resolves when `signal` has aborted. Rejects with what `onFailed` throws. */
export const repeatUntil = async (
  signal: AbortSignal,
  task: () => Promise<unknown>,
  terms: RetryTerms,
): Promise<void> => {
  while (!signal.aborted) await tryOnce(signal, task, terms);
};

/** Does `task` once; after a failure waits, and resolves to undefined. A failure after `signal` has aborted is told to nobody. */
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

/** What `work` resolves to, or undefined when it rejects after `signal` has aborted. */
export const unlessAborted = async <T>(signal: AbortSignal, work: Promise<T>): Promise<T | undefined> => {
  try {
    return await work;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
};
