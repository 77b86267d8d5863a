import { RequestFailed } from './server.ts';

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

/** Growing delays between attempts to reach the server; `wake` ends all of them early. */
export type Retries = {
  /** Resolves when `task` has succeeded or `signal` has aborted. Rejects with any error that is not a temporary failure of a request. */
  untilDone(task: () => Promise<void>): Promise<void>;
  /** Waits after this number of consecutive failures, counted from 0. */
  pause(failures: number): Promise<void>;
  wake(): void;
};

export const createRetries = (signal: AbortSignal): Retries => {
  const sleepers = new Set<() => void>();

  const pause = (failures: number): Promise<void> =>
    new Promise((resolve) => {
      const awake = () => {
        clearTimeout(timer);
        sleepers.delete(awake);
        resolve();
      };
      const timer = setTimeout(awake, Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures));
      sleepers.add(awake);
    });

  return {
    pause,
    untilDone: async (task) => {
      for (let failures = 0; !signal.aborted; failures++) {
        try {
          return await task();
        } catch (error) {
          if (!(error instanceof RequestFailed) || error.refused) throw error;
          await pause(failures);
        }
      }
    },
    wake: () => {
      for (const awake of [...sleepers]) awake();
    },
  };
};

/** A call during a run schedules one more run after it, so that changes made in the meantime are not missed. */
export const onceAtATime = (task: () => Promise<void>): (() => Promise<void>) => {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const start = (): Promise<void> => {
    running = task().finally(() => {
      running = undefined;
    });
    return running;
  };
  return () => {
    if (!running) return start();
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return running ?? start();
      });
    return next;
  };
};
