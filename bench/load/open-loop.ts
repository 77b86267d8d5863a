import { setTimeout as pause } from 'node:timers/promises';

/** A load at a fixed rate. */
export type Load = {
  /** Requests per second. */
  readonly rate: number;
  readonly requests: number;
};

/**
 * Sends requests at a fixed rate, whether or not earlier ones have been answered, like independent users. Returns a
 * time in milliseconds for each request, from the moment it was due until its response, so that waiting in any queue
 * counts (Gil Tene, "How NOT to Measure Latency"). Rejects when any request fails.
 */
export const sendAtRate = async ({ rate, requests }: Load, send: (at: number) => Promise<unknown>) => {
  const began = performance.now();
  const underWay: Promise<number>[] = [];
  const failed = new AbortController();
  // A rejection would be unhandled until all requests have been sent, so the failure is kept instead.
  const measure = async (at: number, due: number): Promise<number> => {
    try {
      await send(at);
    } catch (error) {
      failed.abort(error);
    }
    return performance.now() - due;
  };
  for (let at = 0; at < requests && !failed.signal.aborted; at++) {
    const due = began + (at * 1000) / rate;
    const early = due - performance.now();
    if (early > 0) await pause(early);
    underWay.push(measure(at, due));
  }
  const times = await Promise.all(underWay);
  failed.signal.throwIfAborted();
  return times;
};
