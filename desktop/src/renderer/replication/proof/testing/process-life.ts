import { AsyncLocalStorage } from 'node:async_hooks';

/** One run of a program on a device: from its start until it is stopped, or killed in the middle of whatever it does. */
export type Life = {
  readonly name: string;
  /** How far the device's clock is off, ms. */
  clockOffset: number;
  /** A dead program does nothing any more: its timers, its storage and its connections are silent. */
  alive: boolean;
};

const lives = new AsyncLocalStorage<Life>();

/** Everything that `task` starts, now or later, belongs to this life. */
export const live = <T>(life: Life, task: () => T): T => lives.run(life, task);

/** Outside of every device: the server, and the story itself. */
export const outside = <T>(task: () => T): T => lives.exit(task);

export const presentLife = (): Life | undefined => lives.getStore();

/** Of what waits for a dead program. */
export const never = <T>(): Promise<T> => new Promise(() => undefined);
