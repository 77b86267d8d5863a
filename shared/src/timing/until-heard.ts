/**
 * Resolves when `hear` is called or `signal` is aborted (immediately if it already is). `listen` subscribes and returns
 * the function that unsubscribes; it must not call `hear` before it returns.
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

/** Resolves when `signal` is aborted, immediately if it already is. */
export const untilAborted = (signal: AbortSignal): Promise<void> => untilHeard(() => () => undefined, signal);
