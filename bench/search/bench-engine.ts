import type { BenchPassage } from './corpus.ts';

/** The number of results requested from every engine. */
export const LIMIT = 10;
/** Engines receive this many passages at a time. */
export const SLICE = 500;

/** A query as text and as a vector. */
export type BenchQuery = { readonly text: string; readonly vector: Float32Array };

/** A search engine whose speed is measured, with default settings unless its file says otherwise. */
export type BenchEngine = {
  /** Call it once, on an empty engine. */
  fill(passages: readonly BenchPassage[]): Promise<void>;
  /** Returns the number of results. */
  search(query: BenchQuery): Promise<number>;
  /** Serializes everything as it would be stored. The returned function restores it into a new engine. */
  save(): Promise<() => Promise<BenchEngine>>;
};

/** Search by words only, or by words and vectors. */
export type Mode = 'full-text' | 'hybrid';
