/** Turns texts into vectors. The same text gives the same vector for as long as `model` stays the same. */
export type Embedder = {
  /** Names the model and everything that changes its vectors; stored with each vector. */
  readonly model: string;
  readonly dimensions: number;
  /**
   * One vector of unit length per text, in order; all zeros for a text that says nothing. Throws a `Failure` with a `model.*`
   * code, or the reason of `signal`. `passageIds` says whose texts these are, one each, so that an embedder that remembers
   * can; without it they are queries, which somebody waits for.
   */
  embed(
    texts: readonly string[],
    signal: AbortSignal,
    passageIds?: readonly string[],
  ): Promise<readonly Float32Array[]>;
};
