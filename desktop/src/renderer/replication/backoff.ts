import { untilHeard } from '@inbetwin/shared/timing/until-heard.ts';

/** Growing waits with jitter, so that clients do not come back all at once. */
export type Backoff = {
  /** Resolves after the next wait, and not before `atLeastMs`; at `wake()`; or at once when `signal` aborts. */
  wait(signal: AbortSignal, atLeastMs?: number): Promise<void>;
  /** Ends a wait early: the network came back, or somebody looks at the screen. */
  wake(): void;
  /** The last attempt worked: begin anew. */
  reset(): void;
};

export type BackoffLimits = { readonly firstMs: number; readonly longestMs: number };

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
