import { type ErrorCode, Failure } from '../contracts/errors.ts';
import { createBackoff } from '../timing/backoff.ts';
import { retryUntil } from '../timing/retry-until.ts';

const passing: ReadonlySet<ErrorCode> = new Set(['store.unavailable', 'document.conflict']);
const delays = { firstRetryMs: 50, longestRetryMs: 1000 };

type Retries = { readonly attempts: number; readonly signal: AbortSignal };

/** Runs `work` and retries it as long as it fails with a temporary error and `signal` is not aborted. */
export const withRetries = <T>(work: () => Promise<T>, { attempts, signal }: Retries): Promise<T> =>
  retryUntil(signal, work, {
    backoff: createBackoff(delays),
    onFailed: (error, failures) => {
      const passes = error instanceof Failure && passing.has(error.code);
      if (!passes || failures >= attempts) throw error;
    },
  });
