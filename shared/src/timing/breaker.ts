type BreakerOptions = {
  /** Number of consecutive failures that opens the breaker. */
  readonly threshold: number;
  /** How long the breaker stays open, in milliseconds. */
  readonly pauseMs: number;
};

/** A circuit breaker. `now` is in milliseconds and must come from a monotonic clock. */
export type Breaker = {
  /** Whether a request may be made. After the pause only one caller gets `true`; it must then report the outcome. */
  lets(now: number): boolean;
  /** Whether the breaker is open at this time. Changes nothing. */
  rests(now: number): boolean;
  succeeded(): void;
  failed(now: number): void;
};

/**
 * Creates a breaker that opens after `threshold` consecutive failures. After `pauseMs` it lets one request through, and
 * it closes when that request succeeds.
 */
export const createBreaker = ({ threshold, pauseMs }: BreakerOptions): Breaker => {
  let failures = 0;
  let restsUntil = 0;
  const rests = (now: number): boolean => failures >= threshold && now < restsUntil;
  return {
    rests,
    lets: (now) => {
      if (rests(now)) return false;
      if (failures < threshold) return true;
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
