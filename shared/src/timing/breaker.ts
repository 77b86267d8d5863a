type BreakerOptions = {
  /** Failures in a row after which it is left alone for a while. */
  readonly threshold: number;
  /** How long it is left alone; milliseconds. */
  readonly pauseMs: number;
};

/** `now` is in milliseconds, by a clock that is never set back. */
export type Breaker = {
  /** Whether to try at all. */
  lets(now: number): boolean;
  succeeded(): void;
  failed(now: number): void;
};

/** Opens after `threshold` failures in a row; after `pauseMs` lets one request through to try, and closes when it succeeds. */
export const createBreaker = ({ threshold, pauseMs }: BreakerOptions): Breaker => {
  let failures = 0;
  let restsUntil = 0;
  return {
    lets: (now) => {
      if (failures < threshold) return true;
      if (now < restsUntil) return false;
      restsUntil = now + pauseMs;
      return true;
    },
    succeeded: () => {
      failures = 0;
    },
    failed: (now) => {
      failures += 1;
      restsUntil = now + pauseMs;
    },
  };
};
