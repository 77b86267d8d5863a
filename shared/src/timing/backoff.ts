import { Failure } from '../contracts/errors.ts';
import { type RetryLimits, retryDelay } from './retry-delay.ts';
import { untilHeard } from './until-heard.ts';

/** Growing delays with jitter after consecutive failures, so that many clients do not return at once. */
export type Backoff = {
  /**
   * Counts a failure and resolves after the delay that is due, or after the time that `error` specifies. Resolves earlier at `wake()` and
   * when `signal` aborts.
   */
  wait(signal: AbortSignal, error?: unknown): Promise<void>;
  /** Ends all delays early, for example because the network is back or somebody looks at the screen. */
  wake(): void;
  /** An attempt succeeded, so the next delay is the first again. */
  reset(): void;
  /** Number of consecutive failures. */
  failures(): number;
};

export const createBackoff = (limits: RetryLimits, random: () => number = Math.random): Backoff => {
  let failures = 0;
  const waiting = new Set<() => void>();
  return {
    wait: (signal, error) => {
      failures += 1;
      const told = error instanceof Failure ? (error.retryAfter ?? 0) * 1000 : 0;
      return untilHeard((done) => {
        const timer = setTimeout(done, told + retryDelay(limits, { failures, error }, random));
        waiting.add(done);
        return () => {
          clearTimeout(timer);
          waiting.delete(done);
        };
      }, signal);
    },
    wake: () => {
      for (const done of [...waiting]) done();
    },
    reset: () => {
      failures = 0;
    },
    failures: () => failures,
  };
};
