import { setTimeout as pause } from 'node:timers/promises';

type Waiting = {
  /** Names the condition in the error message. */
  readonly what: string;
  /** Time between two looks, in milliseconds. */
  readonly everyMs: number;
  /** Time limit, in milliseconds. */
  readonly limitMs: number;
};

/** Waits until a condition holds. Rejects after the time limit. */
export const waitUntil = async (
  holds: () => boolean | Promise<boolean>,
  { what, everyMs, limitMs }: Waiting,
): Promise<void> => {
  const deadline = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`Waited ${limitMs / 1000} s for ${what}.`);
    await pause(everyMs);
  }
};
