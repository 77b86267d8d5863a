type Limits = {
  /** Size of all cached results with their keys, in characters of JSON. One result may take a tenth of it. */
  readonly characters: number;
};

type Query<T> = {
  /** Equal keys must mean equal results. A key must never be reused for another result. */
  readonly key: string;
  readonly signal: AbortSignal;
  /** The signal aborts when every caller that waited for the result has left. */
  readonly run: (signal: AbortSignal) => Promise<T>;
};

type UnderWay = { readonly result: Promise<unknown>; readonly cancel: AbortController; waiting: number };

/** Runs concurrent queries with the same key once, and caches the most recently used results. */
export type SharedQueries = {
  /** Rejects with the error of `run`, or with the reason of `signal`. Failures are not cached. */
  ask<T>(query: Query<T>): Promise<T>;
};

/** Creates a cache limited by the total size of its results. */
export const createSharedQueries = (limits: Limits): SharedQueries => {
  const underWay = new Map<string, UnderWay>();
  const kept = createResultCache(limits);

  const begin = <T>({ key, run }: Query<T>): UnderWay => {
    const cancel = new AbortController();
    const result = run(cancel.signal).then((value) => {
      kept.add(key, value);
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
    // Equal keys mean equal results, and so the same type.
    ask: async <T>(query: Query<T>) => {
      const { key, signal } = query;
      signal.throwIfAborted();
      const known = kept.use(key);
      return (known ? known.value : await waitFor(key, underWay.get(key) ?? begin(query), signal)) as T;
    },
  };
};

/** Results in order of use, the least recently used first. */
const createResultCache = ({ characters }: Limits) => {
  const kept = new Map<string, { readonly value: unknown; readonly size: number }>();
  let total = 0;

  const drop = (key: string): void => {
    total -= kept.get(key)?.size ?? 0;
    kept.delete(key);
  };

  return {
    use: (key: string): { readonly value: unknown } | undefined => {
      const known = kept.get(key);
      if (!known) return undefined;
      kept.delete(key);
      kept.set(key, known);
      return known;
    },
    add: (key: string, value: unknown): void => {
      const size = key.length + (JSON.stringify(value)?.length ?? 0);
      if (size > characters / 10) return;
      drop(key);
      kept.set(key, { value, size });
      total += size;
      for (const oldest of kept.keys()) {
        if (total <= characters) return;
        drop(oldest);
      }
    },
  };
};
