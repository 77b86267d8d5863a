/** Turns texts into vectors. The same text gives the same vector for as long as `model` stays the same. */
export type Embedder = {
  /** Names the model and everything that changes its vectors; stored with each vector. */
  readonly model: string;
  readonly dimensions: number;
  /** One vector of unit length per text, in order; all zeros for a text that says nothing. Throws a `Failure` with a `model.*` code. */
  embed(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]>;
};
