const KEPT = 500;
const MAX_LENGTH = 1000;

/** Vectors of the last queries: pages and agents ask the same again within moments. */
export type RecentQueries = {
  get(text: string): Float32Array | undefined;
  add(text: string, vector: Float32Array): Float32Array;
};

export const createRecentQueries = (): RecentQueries => {
  // In order of use, the oldest first.
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
