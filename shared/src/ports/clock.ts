/** Milliseconds since the epoch. */
export type Clock = () => number;

/** Strictly rising, one millisecond apart at least, so that it can order what one process writes. */
export const createRisingClock = (clock: Clock): Clock => {
  let last = 0;
  return () => {
    last = Math.max(last + 1, clock());
    return last;
  };
};
