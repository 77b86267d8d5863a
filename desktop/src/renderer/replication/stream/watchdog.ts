import type { WakeSign } from './wake-watch.ts';

/** Ends a connection on which nothing is heard any more. */
export type Watchdog = {
  readonly signal: AbortSignal;
  heard(): void;
  suspect(sign: WakeSign): void;
  stop(): void;
};

/** A server that takes a request and sends no beginning of an answer for this long is not there. */
export const ANSWER_MS = 15_000;
/** The server's stream has a heartbeat every 10 s, and answers come in pieces: longer silence is a dead connection. */
const SILENCE_MS = 25_000;
/** The same after a sign that the machine slept or the network changed. */
const SUSPICIOUS_SILENCE_MS = 15_000;
const CHECK_MS = 500;

/**
 * By the wall clock, which goes on while the machine sleeps, and by the steady one, which nobody can put back. Until
 * something is heard for the first time, the limit is `firstLimit`.
 */
export const createWatchdog = (now: () => number, firstLimit: number): Watchdog => {
  const controller = new AbortController();
  let limit = firstLimit;
  let last = { wall: now(), steady: performance.now() };
  const bite = (): void => controller.abort(new Error('The connection is dead.'));
  const check = (): void => {
    if (Math.max(now() - last.wall, performance.now() - last.steady) > limit) bite();
  };
  const checking = setInterval(check, CHECK_MS);
  return {
    signal: controller.signal,
    heard: () => {
      limit = SILENCE_MS;
      last = { wall: now(), steady: performance.now() };
    },
    suspect: ({ certain }) => {
      if (certain) bite();
      limit = Math.min(limit, SUSPICIOUS_SILENCE_MS);
      check();
    },
    stop: () => clearInterval(checking),
  };
};

/** What `task` answers, or the reason of `signal` when it aborts before, whether or not the task heeds it. */
export const orAborted = <T>(task: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    const leave = (): void => signal.removeEventListener('abort', abort);
    task.finally(leave).then(resolve, reject);
  });
