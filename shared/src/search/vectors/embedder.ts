/** Converts texts to vectors. A text has the same vector as long as `model` stays the same. */
export type Embedder = {
  /** Identifies the model and everything that affects its vectors; stored with each vector. */
  readonly model: string;
  readonly dimensions: number;
  /**
   * Returns one vector of unit length per text, in order; all zeros for a text without content. Throws a `Failure` with
   * a `model.*` code, or the reason of `signal`. `passageIds` gives the passage of each text, so that the embedder can
   * cache; without it the texts are queries, for which somebody is waiting.
   */
  embed(
    texts: readonly string[],
    signal: AbortSignal,
    passageIds?: readonly string[],
  ): Promise<readonly Float32Array[]>;
};
