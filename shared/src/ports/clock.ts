/** Milliseconds since the epoch. */
export type Clock = () => number;

/** Milliseconds since an arbitrary moment. Unlike a wall clock it cannot be set: `performance.now()`. */
export type MonotonicClock = () => number;

/**
 * A clock whose readings are strictly increasing, by at least one millisecond, so that they can order what one process
 * writes. It agrees with the wall clock unless that was set back; then it continues from its last reading at almost the
 * pace of real time until the wall clock catches up. So the difference of two readings never exceeds the time that has
 * passed plus any forward adjustment of the wall clock.
 */
export type RisingClock = Clock & {
  /** Makes all further readings later than `time`, unless `time` is more than 31 days ahead of the wall clock. */
  readonly raise: (time: number) => void;
};

/**
 * A stored time further ahead than this was written with a badly wrong clock and is ignored; otherwise everything would
 * be dated in the future.
 */
export const MAX_LEAD_MS = 31 * 86_400_000;

/**
 * Slightly slower than real time: too little to affect any wait, but enough for the wall clock to catch up eventually.
 */
const PACE_WHILE_AHEAD = 0.99;

/**
 * A time that is further ahead by no more than this may come from a process that has read its clock several times in a millisecond. Real time
 * overtakes it at once; setting the clock by it would let two processes, each later than the other, run ahead of real time without end.
 */
const STEPS_MS = 1000;

/** Creates a rising clock from a wall clock and a monotonic one. */
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
    if (time <= last || time - wall() > MAX_LEAD_MS) return;
    if (time - read() > STEPS_MS) anchor = { time: time + 1, at: monotonic() };
    else last = time;
  };
  return Object.assign(next, { raise });
};
