import type { Clock } from '../ports/clock.ts';

/** A clock that a test advances manually. */
export const createFixedClock = (start = Date.UTC(2026, 0, 15, 9)): Clock & { advance(ms: number): void } => {
  let now = start;
  return Object.assign(() => now, {
    advance: (ms: number) => {
      now += ms;
    },
  });
};
