/** Stops what is still starting as soon as it can be; what never started needs nothing, its starter tells the reason. */
export const whenStarted = <T>(starting: Promise<T>, stop: (started: T) => unknown): Promise<unknown> =>
  starting.then(stop, () => undefined);
