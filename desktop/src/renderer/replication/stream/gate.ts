/** Holds requests back while the server is unreachable, so that only the stream's connection probes it. */
export type Gate = {
  open(): void;
  close(): void;
  isOpen(): boolean;
  /** Resolves when the gate is open; rejects with the signal's reason when it aborts. */
  passed(signal: AbortSignal): Promise<void>;
};

/** Creates a closed gate. */
export const createGate = (): Gate => {
  let isOpen = false;
  const waiting = new Set<() => void>();
  return {
    open: () => {
      isOpen = true;
      for (const pass of [...waiting]) pass();
    },
    close: () => {
      isOpen = false;
    },
    isOpen: () => isOpen,
    passed: (signal) =>
      new Promise((resolve, reject) => {
        const leave = (): void => {
          waiting.delete(pass);
          signal.removeEventListener('abort', abort);
        };
        const pass = (): void => {
          leave();
          resolve();
        };
        const abort = (): void => {
          leave();
          reject(signal.reason);
        };
        if (signal.aborted) return reject(signal.reason);
        if (isOpen) return resolve();
        waiting.add(pass);
        signal.addEventListener('abort', abort);
      }),
  };
};
