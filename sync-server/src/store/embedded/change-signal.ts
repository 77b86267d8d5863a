const POLL_MS = 50;

/** Wakes up followers that wait for changes of a database, whichever process made them. */
export type ChangeSignal = {
  /** Read this before looking for changes: `wait` returns at once if there was a change since. */
  count(name: string): number;
  notify(name: string): void;
  wait(name: string, seen: number, signal: AbortSignal): Promise<void>;
  close(): void;
};

/** `dataVersion` returns a number that changes when another process writes; it is polled only while somebody waits. */
export const createChangeSignal = (dataVersion: () => number): ChangeSignal => {
  const counts = new Map<string, number>();
  /** Number of writes by other processes, which may concern any database. */
  let elsewhere = 0;
  const waiting = new Map<string, Set<() => void>>();
  let poll: NodeJS.Timeout | undefined;
  let version = dataVersion();

  const count = (name: string): number => (counts.get(name) ?? 0) + elsewhere;

  const wake = (name: string) => {
    for (const wakeUp of waiting.get(name) ?? []) wakeUp();
  };

  const lookAround = () => {
    const newest = dataVersion();
    if (newest === version) return;
    version = newest;
    elsewhere += 1;
    for (const name of [...waiting.keys()]) wake(name);
  };

  const leave = (name: string, wakeUp: () => void) => {
    const others = waiting.get(name);
    others?.delete(wakeUp);
    if (others?.size === 0) waiting.delete(name);
    if (waiting.size > 0) return;
    clearInterval(poll);
    poll = undefined;
  };

  return {
    count,
    notify: (name) => {
      counts.set(name, (counts.get(name) ?? 0) + 1);
      wake(name);
    },
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
        poll ??= setInterval(lookAround, POLL_MS);
      }),
    close: () => clearInterval(poll),
  };
};
