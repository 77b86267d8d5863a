/** Memoizes a pure function, keeping its last `limit` results. Keys are compared like those of a `Map`. */
export const remember = <K, V>(limit: number, compute: (key: K) => V): ((key: K) => V) => {
  const known = new Map<K, V>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const computed = compute(key);
    if (known.size >= limit)
      for (const oldest of known.keys()) {
        known.delete(oldest);
        break;
      }
    known.set(key, computed);
    return computed;
  };
};
