import type { SearchSet } from './search-set.ts';

/** A search engine under evaluation, filled with a set's documents. */
export type Engine = {
  /** Ids of the best documents, best first. */
  rank(query: string, depth: number): Promise<readonly string[]>;
};

export type EngineFactory = (set: SearchSet) => Promise<Engine>;
