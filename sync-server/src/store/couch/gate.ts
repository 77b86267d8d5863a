/** Runs tasks, so many at a time; the others wait for their turn in order. */
export type Gate = <T>(task: () => Promise<T>) => Promise<T>;

/** Creates a gate with this number of places. */
export const createGate = (places: number): Gate => {
  let free = places;
  const waiting: (() => void)[] = [];

  const enter = async (): Promise<void> => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free -= 1;
  };

  /** Who waits longest gets the place. */
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };

  return async (task) => {
    await enter();
    try {
      return await task();
    } finally {
      leave();
    }
  };
};
