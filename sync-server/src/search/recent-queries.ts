const KEPT = 500;
const MAX_LENGTH = 1000;

/** A cache of the vectors of recent queries, because pages and agents repeat queries within moments. */
export type RecentQueries = {
  get(text: string): Float32Array | undefined;
  add(text: string, vector: Float32Array): Float32Array;
};

/** Creates an LRU cache of up to `KEPT` vectors; very long texts are not cached. */
export const createRecentQueries = (): RecentQueries => {
  // In order of use, least recently used first.
  const vectors = new Map<string, Float32Array>();
  const touch = (text: string, vector: Float32Array): Float32Array => {
    vectors.delete(text);
    vectors.set(text, vector);
    return vector;
  };
  return {
    get: (text) => {
      const vector = vectors.get(text);
      return vector && touch(text, vector);
    },
    add: (text, vector) => {
      if (text.length > MAX_LENGTH) return vector;
      touch(text, vector);
      const [oldest] = vectors.keys();
      if (vectors.size > KEPT && oldest !== undefined) vectors.delete(oldest);
      return vector;
    },
  };
};
