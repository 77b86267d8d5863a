import { AsyncResource } from 'node:async_hooks';
import { presentLife } from './process-life.ts';

/** The clock of a story, and ways to let time pass. */
export type WorldTime = {
  /** The true time in milliseconds. */
  now(): number;
  /** Runs everything that is due within `ms`. */
  pass(ms: number): Promise<void>;
  /** Lets time pass until the promise settles. */
  finish<T>(promise: Promise<T>): Promise<T>;
  stop(): void;
};

type Timer = { readonly id: number; at: number; readonly every: number | undefined; readonly run: () => void };

const real = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  setImmediate: globalThis.setImmediate,
  now: Date.now,
  timeout: AbortSignal.timeout,
};

/** Turns of the event loop that let pending work continue: the store commits in the next turn. */
const TURNS = 3;
/** The real time after which waiting for the disk is given up. */
const MAX_IDLE_MS = 5_000;
/** Far more than any story needs. */
const MAX_STEPS = 100_000;

/**
 * Time that passes only when the story says so, and at once: the same story happens in the same order each time. Each
 * device's clock is off by its own offset.
 */
export const startVirtualTime = (startsAt: number): WorldTime => {
  let now = startsAt;
  let nextId = 1;
  let steps = 0;
  const timers = new Map<number, Timer>();

  const add = (run: () => void, ms: number | undefined, isRepeated: boolean): number => {
    const wait = Math.max(isRepeated ? 1 : 0, Number(ms) || 0);
    const life = presentLife();
    const bound = AsyncResource.bind(run);
    const id = nextId++;
    const runAlive = (): void => {
      if (life?.alive === false) timers.delete(id);
      else bound();
    };
    timers.set(id, { id, at: now + wait, every: isRepeated ? wait : undefined, run: runAlive });
    return id;
  };
  const remove = (id: unknown): void => {
    timers.delete(Number(id));
  };
  const handle = (id: number) => ({
    [Symbol.toPrimitive]: () => id,
    unref: () => undefined,
    ref: () => undefined,
    hasRef: () => true,
  });

  const clockNow = (): number => now + (presentLife()?.clockOffset ?? 0);
  const timeout = (ms: number): AbortSignal => {
    const controller = new AbortController();
    add(() => controller.abort(new DOMException('The operation timed out.', 'TimeoutError')), ms, false);
    return controller.signal;
  };
  Object.assign(globalThis, {
    setTimeout: (run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) =>
      handle(add(() => run(...args), ms, false)),
    setInterval: (run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) =>
      handle(add(() => run(...args), ms, true)),
    clearTimeout: remove,
    clearInterval: remove,
  });
  Date.now = () => Math.trunc(clockNow());
  AbortSignal.timeout = timeout;

  /** Runs the earliest timer if it is due by `until`. */
  const runNext = (until: number): boolean => {
    let next: Timer | undefined;
    for (const timer of timers.values()) if (!next || timer.at < next.at) next = timer;
    if (!next || next.at > until) return false;
    if (++steps > MAX_STEPS) throw new Error(`Restless: ${MAX_STEPS} timers went off by ${now - startsAt} ms.`);
    now = Math.max(now, next.at);
    if (next.every === undefined) timers.delete(next.id);
    else next.at = now + next.every;
    next.run();
    return true;
  };

  const pass = async (ms: number): Promise<void> => {
    const until = now + ms;
    await turn(TURNS);
    while (runNext(until)) await turn(TURNS);
    now = until;
  };

  return {
    now: () => Math.trunc(now),
    pass,
    finish: async (promise) => {
      let settled = false;
      const done = (): void => {
        settled = true;
      };
      promise.then(done, done);
      for (let idleSince = real.now(), idle = 0; real.now() < idleSince + MAX_IDLE_MS; idle++) {
        await turn(TURNS);
        if (settled) return promise;
        if (idle > 5 && runNext(now + 3_600_000)) idleSince = real.now();
      }
      throw new Error('What was waited for does not happen: nothing is due any more.');
    },
    stop: () => {
      const { now: realNow, timeout: realTimeout, setImmediate: _, ...functions } = real;
      Object.assign(globalThis, functions);
      Date.now = realNow;
      AbortSignal.timeout = realTimeout;
    },
  };
};

/** Real time skips the long pauses of a story. */
const LONGEST_PASS_MS = 300;

/** Real time, for stores that respond over a network. */
export const startRealTime = (): WorldTime => {
  Date.now = () => real.now() + (presentLife()?.clockOffset ?? 0);
  return {
    now: () => real.now(),
    pass: (ms) => new Promise((resolve) => real.setTimeout(resolve, Math.min(ms, LONGEST_PASS_MS))),
    finish: (promise) => promise,
    stop: () => {
      Date.now = real.now;
    },
  };
};

const turn = async (times: number): Promise<void> => {
  for (let at = 0; at < times; at++) await new Promise<void>((resolve) => real.setImmediate(resolve));
};
