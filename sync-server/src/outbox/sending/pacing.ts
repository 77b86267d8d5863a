import type { Rate } from '@inbetwin/shared/channels/kind.ts';
import type { MonotonicClock } from '@inbetwin/shared/ports/clock.ts';

/** A key and its rate; without a rate everything is allowed. */
export type Allowance = readonly [key: string, rate: Rate | undefined];

export type Pacing = {
  /** Takes one from every allowance, or nothing at all; in that case it returns after how many milliseconds all of them will allow it. */
  take(allowances: readonly Allowance[]): number;
};

const SWEEP_AT = 1000;

/** The generic cell rate algorithm: stores for each key the time at which its allowance is full again (ITU-T I.371, annex A). */
export const createPacing = (clock: MonotonicClock): Pacing => {
  const wholeAt = new Map<string, number>();
  let sweepAt = SWEEP_AT;

  const sweep = (now: number): void => {
    if (wholeAt.size < sweepAt) return;
    for (const [key, at] of wholeAt) if (at <= now) wholeAt.delete(key);
    sweepAt = Math.max(SWEEP_AT, 2 * wholeAt.size);
  };

  return {
    take: (allowances) => {
      const now = clock();
      const limited = allowances.flatMap(([key, rate]) =>
        rate ? [{ key, rate, from: Math.max(now, wholeAt.get(key) ?? now) }] : [],
      );
      const wait = Math.max(0, ...limited.map(({ rate, from }) => from - now - (rate.burst - 1) * rate.everyMs));
      if (wait > 0) return Math.ceil(wait);
      for (const { key, rate, from } of limited) wholeAt.set(key, from + rate.everyMs);
      sweep(now);
      return 0;
    },
  };
};
