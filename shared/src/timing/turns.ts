/** Runs tasks one after another; one that fails holds up none behind it. */
export type Turns = <T>(task: () => Promise<T>) => Promise<T>;

export const createTurns = (): Turns => {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(task: () => Promise<T>): Promise<T> => {
    const turn = last.then(task, task);
    last = turn;
    return turn;
  };
};
