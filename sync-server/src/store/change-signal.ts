/** Wakes up followers that wait for changes of a database, whichever process made them. */
export type ChangeSignal = {
  /** Read this before looking for changes: `wait` returns at once if there was a change since. */
  count(name: string): number;
  notify(name: string): void;
  wait(name: string, seen: number, signal: AbortSignal): Promise<void>;
  close(): void;
};

/** Receives reports of writes by other processes. */
export type Told = {
  readonly notify: (name: string) => void;
  /** Any database may have been written to. */
  readonly notifyAll: () => void;
};

/** Looks out for writes of other processes from now on, and returns a function that ends it. */
export type WatchOthers = (told: Told) => () => void;

/** Creates the signal; other processes are watched from the time when somebody first waits until it is closed. */
export const createChangeSignal = (watch: WatchOthers): ChangeSignal => {
  const counts = new Map<string, number>();
  /** Number of writes that may concern any database. */
  let anywhere = 0;
  const waiting = new Map<string, Set<() => void>>();
  let unwatch: (() => void) | undefined;

  const count = (name: string): number => (counts.get(name) ?? 0) + anywhere;

  const wake = (name: string) => {
    for (const wakeUp of waiting.get(name) ?? []) wakeUp();
  };

  const notify = (name: string): void => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
    wake(name);
  };

  const notifyAll = (): void => {
    anywhere += 1;
    for (const name of [...waiting.keys()]) wake(name);
  };

  const close = (): void => {
    unwatch?.();
    unwatch = undefined;
  };

  const leave = (name: string, wakeUp: () => void) => {
    const others = waiting.get(name);
    others?.delete(wakeUp);
    if (others?.size === 0) waiting.delete(name);
  };

  return {
    count,
    notify,
    wait: (name, seen, signal) =>
      new Promise((resolve) => {
        if (signal.aborted || count(name) !== seen) return resolve();
        const wakeUp = () => {
          signal.removeEventListener('abort', wakeUp);
          leave(name, wakeUp);
          resolve();
        };
        signal.addEventListener('abort', wakeUp);
        waiting.set(name, (waiting.get(name) ?? new Set()).add(wakeUp));
        unwatch ??= watch({ notify, notifyAll });
      }),
    close,
  };
};
