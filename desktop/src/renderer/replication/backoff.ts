import { untilHeard } from '@inbetwin/shared/timing/until-heard.ts';

/** Exponential backoff with jitter, so that clients do not all reconnect at once. */
export type Backoff = {
  /** Resolves after the next delay (at least `atLeastMs`), on `wake()`, or when `signal` aborts. */
  wait(signal: AbortSignal, atLeastMs?: number): Promise<void>;
  /** Ends the current delay early: the network is back, or the page became visible. */
  wake(): void;
  /** Resets the delay after a successful attempt. */
  reset(): void;
};

/** The first and the longest delay in ms. */
export type BackoffLimits = { readonly firstMs: number; readonly longestMs: number };

/** Creates a backoff; `random` returns numbers in [0, 1). */
export const createBackoff = ({ firstMs, longestMs }: BackoffLimits, random: () => number = Math.random): Backoff => {
  let failures = 0;
  const waiting = new Set<() => void>();
  return {
    wait: (signal, atLeastMs = 0) => {
      const longest = Math.min(longestMs, firstMs * 2 ** failures);
      failures += 1;
      return untilHeard((done) => {
        const timer = setTimeout(done, atLeastMs + longest * (0.5 + random() / 2));
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
  };
};
