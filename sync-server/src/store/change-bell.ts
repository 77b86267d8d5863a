const POLL_MS = 50;

/** Wakes those who wait for changes of a database, whichever process made them. */
export type ChangeBell = {
  /** Take it before looking for changes; `wait` returns at once when the bell has rung since. */
  count(name: string): number;
  ring(name: string): void;
  wait(name: string, seen: number, signal: AbortSignal): Promise<void>;
  close(): void;
};

/** `dataVersion` is a number that changes when another process has written; it is read only while somebody waits. */
export const createChangeBell = (dataVersion: () => number): ChangeBell => {
  const counts = new Map<string, number>();
  const waiting = new Map<string, Set<() => void>>();
  let poll: NodeJS.Timeout | undefined;
  let version = dataVersion();

  const ring = (name: string) => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
    for (const wake of waiting.get(name) ?? []) wake();
  };

  const lookAround = () => {
    const newest = dataVersion();
    if (newest === version) return;
    version = newest;
    for (const name of [...waiting.keys()]) ring(name);
  };

  const leave = (name: string, wake: () => void) => {
    const others = waiting.get(name);
    others?.delete(wake);
    if (others?.size === 0) waiting.delete(name);
    if (waiting.size > 0) return;
    clearInterval(poll);
    poll = undefined;
  };

  return {
    count: (name) => counts.get(name) ?? 0,
    ring,
    wait: (name, seen, signal) =>
      new Promise((resolve) => {
        if (signal.aborted || (counts.get(name) ?? 0) !== seen) return resolve();
        const wake = () => {
          signal.removeEventListener('abort', wake);
          leave(name, wake);
          resolve();
        };
        signal.addEventListener('abort', wake);
        waiting.set(name, (waiting.get(name) ?? new Set()).add(wake));
        poll ??= setInterval(lookAround, POLL_MS);
      }),
    close: () => clearInterval(poll),
  };
};
