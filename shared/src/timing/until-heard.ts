/**
 * Resolves when `hear` is called, or when `signal` aborts, at once where it has. `listen` returns what ends the listening; it
 * must not call `hear` before it returns.
 */
export const untilHeard = (listen: (hear: () => void) => () => void, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const hear = (): void => {
      leave();
      signal.removeEventListener('abort', hear);
      resolve();
    };
    const leave = listen(hear);
    signal.addEventListener('abort', hear);
    if (signal.aborted) hear();
  });

export const untilAborted = (signal: AbortSignal): Promise<void> => untilHeard(() => () => undefined, signal);
