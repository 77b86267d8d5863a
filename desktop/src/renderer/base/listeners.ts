/** A set of listeners for changes. */
export type Listeners<Change = void> = {
  /** Adding the same listener twice has no effect. Returns a function that unsubscribes. */
  readonly subscribe: (listener: (change: Change) => void) => () => void;
  readonly tell: (change: Change) => void;
};

/** Creates an empty set of listeners. */
export const createListeners = <Change = void>(): Listeners<Change> => {
  const listeners = new Set<(change: Change) => void>();
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell: (change) => {
      for (const listener of listeners) listener(change);
    },
  };
};
