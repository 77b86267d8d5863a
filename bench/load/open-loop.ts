import { setTimeout as pause } from 'node:timers/promises';

export type Load = {
  /** Requests in a second. */
  readonly rate: number;
  readonly requests: number;
};

/**
 * Sends at a fixed rate, whether or not earlier requests have been answered, as people do who know nothing of each other.
 * A time in milliseconds for each request: from the moment at which it was due to its answer, so that whatever waits
 * in a queue, here or there, counts (Gil Tene, "How NOT to Measure Latency"). Rejects when any request fails.
 */
export const sendAtRate = async ({ rate, requests }: Load, send: (at: number) => Promise<unknown>) => {
  const began = performance.now();
  const underWay: Promise<number>[] = [];
  const failed = new AbortController();
  // A rejection would be nobody's until all have been sent, so the failure is kept instead.
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
