import { type Failure, hasCode } from '@inbetwin/shared/contracts/errors.ts';
import type { Embedder } from '@inbetwin/shared/search/vectors/embedder.ts';

/** The vectors of several texts, some of which may have been refused. */
export type EachEmbedded = {
  /** Zeros for a text that was refused. */
  readonly vectors: readonly Float32Array[];
  readonly refused?: { readonly count: number; readonly failure: Failure };
};

/**
 * Embeds the texts and finds those that the endpoint refuses by bisection, so that one bad text does not prevent the others from being
 * embedded.
 */
export const embedEach = async (
  embedder: Embedder,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<EachEmbedded> => {
  try {
    return { vectors: await embedder.embed(texts, signal) };
  } catch (error) {
    if (!hasCode(error, 'model.refused')) throw error;
    if (texts.length <= 1) {
      return { vectors: texts.map(() => new Float32Array(embedder.dimensions)), refused: { count: 1, failure: error } };
    }
    const middle = texts.length >> 1;
    const first = await embedEach(embedder, texts.slice(0, middle), signal);
    const second = await embedEach(embedder, texts.slice(middle), signal);
    const count = (first.refused?.count ?? 0) + (second.refused?.count ?? 0);
    const vectors = [...first.vectors, ...second.vectors];
    return count === 0 ? { vectors } : { vectors, refused: { count, failure: error } };
  }
};
