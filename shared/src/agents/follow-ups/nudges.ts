/** Notifies active runs that something happened in their conversation; they look up what it is. */
export type Nudges = {
  nudge(conversationId: string): void;
  /** Returns a function that unsubscribes. */
  subscribe(conversationId: string, listener: () => void): () => void;
};

/** Creates the notifications of one process. */
export const createNudges = (): Nudges => {
  const listeners = new Map<string, Set<() => void>>();
  return {
    nudge: (conversationId) => {
      for (const listener of listeners.get(conversationId) ?? []) listener();
    },
    subscribe: (conversationId, listener) => {
      const own = listeners.get(conversationId) ?? new Set();
      listeners.set(conversationId, own.add(listener));
      return () => {
        own.delete(listener);
        if (own.size === 0) listeners.delete(conversationId);
      };
    },
  };
};
