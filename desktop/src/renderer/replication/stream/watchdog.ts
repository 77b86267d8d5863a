import type { WakeSign } from './wake-watch.ts';

/** Aborts a connection on which no data arrives anymore. */
export type Watchdog = {
  readonly signal: AbortSignal;
  heard(): void;
  suspect(sign: WakeSign): void;
  stop(): void;
};

/** A server that accepts a request and does not start to answer within this time is considered unreachable. */
export const ANSWER_MS = 15_000;
/** The stream has a heartbeat every 10 s, and responses arrive in chunks, so a longer silence means a dead connection. */
const SILENCE_MS = 25_000;
/** The limit after a sign that the machine slept or the network changed. */
const SUSPICIOUS_SILENCE_MS = 15_000;
const CHECK_MS = 500;

/**
 * Measures with the wall clock, which keeps running while the machine sleeps, and the monotonic clock, which cannot be set back. Until data
 * arrives for the first time, the limit is `firstLimit`.
 */
export const createWatchdog = (now: () => number, firstLimit: number): Watchdog => {
  const controller = new AbortController();
  let limit = firstLimit;
  let last = { wall: now(), steady: performance.now() };
  const expire = (): void => controller.abort(new Error('The connection is dead.'));
  const check = (): void => {
    if (Math.max(now() - last.wall, performance.now() - last.steady) > limit) expire();
  };
  const checking = setInterval(check, CHECK_MS);
  return {
    signal: controller.signal,
    heard: () => {
      limit = SILENCE_MS;
      last = { wall: now(), steady: performance.now() };
    },
    suspect: ({ certain }) => {
      if (certain) expire();
      limit = Math.min(limit, SUSPICIOUS_SILENCE_MS);
      check();
    },
    stop: () => clearInterval(checking),
  };
};

/** Settles like `task`, or rejects with the reason of `signal` if that aborts first, whether or not the task observes the signal. */
export const orAborted = <T>(task: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    const leave = (): void => signal.removeEventListener('abort', abort);
    task.finally(leave).then(resolve, reject);
  });
