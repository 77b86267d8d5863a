/** Those who want to hear of every change. */
export type Listeners<Change = void> = {
  /** The same listener twice hears once. Returns what ends it. */
  readonly subscribe: (listener: (change: Change) => void) => () => void;
  readonly tell: (change: Change) => void;
};

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
