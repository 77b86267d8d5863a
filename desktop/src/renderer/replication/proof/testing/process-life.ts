import { AsyncLocalStorage } from 'node:async_hooks';

/** One run of a program on a device, from its start until it is stopped or killed. */
export type Life = {
  readonly name: string;
  /** The error of the device's clock, in milliseconds. */
  clockOffset: number;
  /** False after its death: then its timers, storage and connections do nothing. */
  alive: boolean;
};

const lives = new AsyncLocalStorage<Life>();

/** Runs `task`; everything that it starts, now or later, belongs to this run. */
export const live = <T>(life: Life, task: () => T): T => lives.run(life, task);

/** Runs `task` outside of every device, as the server and the story itself do. */
export const outside = <T>(task: () => T): T => lives.exit(task);

export const presentLife = (): Life | undefined => lives.getStore();

/** A promise that never settles, for callers in a dead program. */
export const never = <T>(): Promise<T> => new Promise(() => undefined);
