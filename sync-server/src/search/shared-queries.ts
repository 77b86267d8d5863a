/** Results are counted by the characters of their JSON. */
type Limits = { readonly characters: number };

type Query<T> = {
  /** The same for queries that have the same result, and never again for one that has another. */
  readonly key: string;
  readonly signal: AbortSignal;
  /** Its signal aborts when nobody waits for the result any more. */
  readonly run: (signal: AbortSignal) => Promise<T>;
};

type UnderWay = { readonly result: Promise<unknown>; readonly cancel: AbortController; waiting: number };

/** Runs a query once for all who ask the same at the same time, and keeps the last results for those who ask later. */
export type SharedQueries = {
  /** Rejects as `run` does, or with the reason of `signal`. */
  ask<T>(query: Query<T>): Promise<T>;
};

export const createSharedQueries = (limits: Limits): SharedQueries => {
  const underWay = new Map<string, UnderWay>();
  /** In order of use, the oldest first. */
  const kept = new Map<string, { readonly value: unknown; readonly size: number }>();
  let total = 0;

  const drop = (key: string): void => {
    total -= kept.get(key)?.size ?? 0;
    kept.delete(key);
  };

  const keep = (key: string, value: unknown): void => {
    const size = key.length + (JSON.stringify(value)?.length ?? 0);
    if (size > limits.characters / 10) return;
    drop(key);
    kept.set(key, { value, size });
    total += size;
    for (const oldest of kept.keys()) {
      if (total <= limits.characters) return;
      drop(oldest);
    }
  };

  const begin = <T>({ key, run }: Query<T>): UnderWay => {
    const cancel = new AbortController();
    const result = run(cancel.signal).then((value) => {
      keep(key, value);
      return value;
    });
    const begun = { result, cancel, waiting: 0 };
    underWay.set(key, begun);
    const end = () => {
      if (underWay.get(key) === begun) underWay.delete(key);
    };
    result.then(end, end);
    return begun;
  };

  const waitFor = async (key: string, shared: UnderWay, signal: AbortSignal): Promise<unknown> => {
    const { promise: left, reject } = Promise.withResolvers<never>();
    const leave = () => {
      reject(signal.reason);
      shared.waiting -= 1;
      if (shared.waiting > 0) return;
      underWay.delete(key);
      shared.cancel.abort(signal.reason);
    };
    shared.waiting += 1;
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([shared.result, left]);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  };

  return {
    // Whoever has the same key asks for the same type.
    ask: async <T>(query: Query<T>) => {
      const { key, signal } = query;
      signal.throwIfAborted();
      const known = kept.get(key);
      if (!known) return (await waitFor(key, underWay.get(key) ?? begin(query), signal)) as T;
      kept.delete(key);
      kept.set(key, known);
      return known.value as T;
    },
  };
};
