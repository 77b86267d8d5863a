import type { MonotonicClock } from '@inbetwin/shared/ports/clock.ts';
import { tooMany } from './take-point.ts';

/** Milliseconds. After `free` failures each one doubles the wait, from `first` to `longest`. */
export type DelayTimes = {
  readonly free: number;
  readonly first: number;
  readonly longest: number;
  /** A key that is not tried for so long begins anew. */
  readonly forgottenAfter: number;
};

type Tried = { readonly failures: number; readonly triedAt: number };

/** More would let whoever makes keys up fill the memory; the key that was not tried for longest goes first. */
const MAX_KEYS = 20_000;

/** Waits between tries that grow with each failure. In memory: each process counts for itself. */
export const createGrowingDelay = ({ free, first, longest, forgottenAfter }: DelayTimes, clock: MonotonicClock) => {
  const tried = new Map<string, Tried>();
  const delayAfter = (failures: number): number =>
    failures < free ? 0 : Math.min(longest, first * 2 ** Math.min(30, failures - free));

  return {
    /** Counts a try as failed until it is forgiven, so that tries sent at once are counted too. Throws `request.too_many`. */
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
