/** Runs tasks one after another. A task that fails does not stop the ones behind it. */
export type Turns = <T>(task: () => Promise<T>) => Promise<T>;

/** Creates an empty queue; each task starts when the one before it has settled. */
export const createTurns = (): Turns => {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(task: () => Promise<T>): Promise<T> => {
    const turn = last.then(task, task);
    last = turn;
    return turn;
  };
};
