/**
 * Stops something that is still starting as soon as it has started. A failed start needs no stop and is reported by its
 * caller.
 */
export const whenStarted = <T>(starting: Promise<T>, stop: (started: T) => unknown): Promise<unknown> =>
  starting.then(stop, () => undefined);
