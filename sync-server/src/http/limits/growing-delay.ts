import type { MonotonicClock } from '@inbetwin/shared/ports/clock.ts';
import { tooMany } from './take-point.ts';

/** Delays in milliseconds. After `free` failures, each further one doubles the delay from `first` up to `longest`. */
export type DelayTimes = {
  readonly free: number;
  readonly first: number;
  readonly longest: number;
  /** The failures of a key are forgotten when it is not used for this long. */
  readonly forgottenAfter: number;
};

type Tried = { readonly failures: number; readonly triedAt: number };

/** Bounds the memory that invented keys can use; the least recently used key is dropped first. */
const MAX_KEYS = 20_000;

/** Exponentially growing delays between attempts, kept in memory: each process counts on its own. */
export const createGrowingDelay = ({ free, first, longest, forgottenAfter }: DelayTimes, clock: MonotonicClock) => {
  const tried = new Map<string, Tried>();
  const delayAfter = (failures: number): number =>
    failures < free ? 0 : Math.min(longest, first * 2 ** Math.min(30, failures - free));

  return {
    /** Counts an attempt as failed until it is forgiven, so that concurrent attempts count too. Throws `request.too_many`. */
    take: (key: string): void => {
      const now = clock();
      const known = tried.get(key);
      const last = known && now - known.triedAt < forgottenAfter ? known : { failures: 0, triedAt: now };
      const wait = last.triedAt + delayAfter(last.failures) - now;
      if (wait > 0) throw tooMany('Too many wrong tries', Math.ceil(wait / 1000));
      tried.delete(key);
      tried.set(key, { failures: last.failures + 1, triedAt: now });
      const [oldest] = tried.keys();
      if (tried.size > MAX_KEYS && oldest !== undefined) tried.delete(oldest);
    },
    forgive: (key: string): void => {
      tried.delete(key);
    },
  };
};
