/** Resolves when its turn is over. */
type Job = () => Promise<void>;

export type CallQueue = {
  /** Rejects with the reason of `signal` when that aborts first; what was not begun by then never is. */
  add<T>(
    work: () => Promise<T>,
    options: { readonly urgent: boolean; readonly signal?: AbortSignal | undefined },
  ): Promise<T>;
};

type QueueLimits = { readonly urgent: number; readonly patient: number };

/**
 * Lets only so many calls of each kind be under way at a time, so that those that somebody waits for never stand behind a
 * long row of others. Each kind begins in the order of arrival.
 */
export const createCallQueue = (limits: QueueLimits): CallQueue => {
  const waiting = { urgent: new Set<Job>(), patient: new Set<Job>() };
  const running = { urgent: 0, patient: 0 };

  const advance = (kind: keyof QueueLimits): void => {
    while (running[kind] < limits[kind]) {
      const [next] = waiting[kind];
      if (!next) return;
      waiting[kind].delete(next);
      running[kind] += 1;
      void next().finally(() => {
        running[kind] -= 1;
        advance(kind);
      });
    }
  };

  return {
    add: (work, { urgent, signal }) => {
      const kind = urgent ? 'urgent' : 'patient';
      return new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        const leave = (): void => {
          waiting[kind].delete(job);
          reject(signal?.reason);
        };
        const job: Job = () =>
          work()
            .then(resolve, reject)
            .finally(() => signal?.removeEventListener('abort', leave));
        signal?.addEventListener('abort', leave, { once: true });
        waiting[kind].add(job);
        advance(kind);
      });
    },
  };
};
