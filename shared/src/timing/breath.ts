/** Yields to other tasks. Long computations call it every few milliseconds. */
export type Breathe = () => Promise<void>;

/**
 * Creates a function that yields to the event loop after each `sliceMs` of work. It rejects with the signal's reason
 * once the signal is aborted.
 */
export const createBreath = (sliceMs: number, signal: AbortSignal): Breathe => {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < sliceMs) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    signal.throwIfAborted();
    since = performance.now();
  };
};
