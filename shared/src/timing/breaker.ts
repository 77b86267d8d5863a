type BreakerOptions = {
  /** Failures in a row after which it is left alone for a while. */
  readonly threshold: number;
  /** How long it is left alone; milliseconds. */
  readonly pauseMs: number;
};

/** `now` is in milliseconds, by a clock that is never set back. */
export type Breaker = {
  /** Whether to try at all. After the pause one caller is told so, who must then report how it went. */
  lets(now: number): boolean;
  /** Whether it is left alone at this time; changes nothing. */
  rests(now: number): boolean;
  succeeded(): void;
  failed(now: number): void;
};

/** Opens after `threshold` failures in a row; after `pauseMs` lets one request through to try, and closes when it succeeds. */
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
