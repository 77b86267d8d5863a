import type { BenchPassage } from './corpus.ts';

/** How many results every engine is asked for. */
export const LIMIT = 10;
/** Passages are given to an engine that many at a time. */
export const SLICE = 500;

export type BenchQuery = { readonly text: string; readonly vector: Float32Array };

/** A search engine whose speed is measured: with its own settings as they come, unless its file says otherwise. */
export type BenchEngine = {
  /** Once, into an empty one. */
  fill(passages: readonly BenchPassage[]): Promise<void>;
  /** How many results there were. */
  search(query: BenchQuery): Promise<number>;
  /** Writes all down as it would be stored; what that gives reads it back into another one, which it returns. */
  save(): Promise<() => Promise<BenchEngine>>;
};

/** Words alone, or words and vectors. */
export type Mode = 'full-text' | 'hybrid';
