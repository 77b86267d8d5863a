import { type ErrorCode, Failure } from '../contracts/errors.ts';
import { pause } from '../timing/pause.ts';
import { retryDelay } from '../timing/retry-delay.ts';

const passing: ReadonlySet<ErrorCode> = new Set(['store.unavailable', 'document.conflict']);
const delays = { firstRetryMs: 50, longestRetryMs: 1000 };

type Retries = { readonly attempts: number; readonly signal: AbortSignal };

/** Runs `work` and retries it as long as it fails with a temporary error and `signal` is not aborted. */
export const withRetries = async <T>(work: () => Promise<T>, { attempts, signal }: Retries): Promise<T> => {
  for (let failures = 1; ; failures++) {
    try {
      return await work();
    } catch (error) {
      const passes = error instanceof Failure && passing.has(error.code);
      if (!passes || failures >= attempts) throw error;
      await pause(retryDelay(delays, { failures, error }), signal);
    }
    signal.throwIfAborted();
  }
};
