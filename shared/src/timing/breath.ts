/** Gives others a turn; called every few milliseconds of work. */
export type Breathe = () => Promise<void>;

/** Gives others a turn once `sliceMs` of work are over; rejects with the signal's reason once it has aborted. */
export const createBreath = (sliceMs: number, signal: AbortSignal): Breathe => {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < sliceMs) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    signal.throwIfAborted();
    since = performance.now();
  };
};
