/** Milliseconds since the epoch. */
export type Clock = () => number;

/** Milliseconds since an arbitrary moment, at the pace of real time; unlike a wall clock, nobody can set it: `performance.now()`. */
export type MonotonicClock = () => number;

/**
 * Strictly rising, one millisecond apart at least, so that it can order what one process writes. It agrees with the wall clock
 * unless that was set back: then it goes on from where it was, at almost the pace of real time, until the two meet again. So
 * the difference of two readings is never longer than the time that has passed, plus what the wall clock was set forward by.
 */
export type RisingClock = Clock & {
  /** From now on readings are later than `time`, unless that is more than 31 days ahead of the wall clock. */
  readonly raise: (time: number) => void;
};

/** A stored time that is further ahead comes from a clock that was badly wrong; following it would date everything in the future. */
export const MAX_LEAD_MS = 31 * 86_400_000;

/** Slower than real time by so little that no wait notices, and enough for the wall clock to catch up in the end. */
const PACE_WHILE_AHEAD = 0.99;

export const createRisingClock = (wall: Clock, monotonic: MonotonicClock): RisingClock => {
  let last = 0;
  let anchor = { time: 0, at: monotonic() };

  const read = (): number => {
    const at = monotonic();
    const expected = anchor.time + (at - anchor.at) * PACE_WHILE_AHEAD;
    const time = wall();
    if (expected > time) return Math.floor(expected);
    anchor = { time, at };
    return time;
  };

  const next = (): number => {
    last = Math.max(last + 1, read());
    return last;
  };
  const raise = (time: number): void => {
    if (time > read() && time - wall() <= MAX_LEAD_MS) anchor = { time: time + 1, at: monotonic() };
  };
  return Object.assign(next, { raise });
};
