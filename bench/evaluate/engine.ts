import type { SearchSet } from './search-set.ts';

/** A search engine under evaluation, filled with a set's documents. */
export type Engine = {
  /** Returns the ids of the best documents, best first. */
  rank(query: string, depth: number): Promise<readonly string[]>;
};

/** Creates an engine over the documents of a set. */
export type EngineFactory = (set: SearchSet) => Promise<Engine>;
