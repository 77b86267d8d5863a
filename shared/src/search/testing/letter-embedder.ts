import type { Embedder } from '../vectors/embedder.ts';

const LETTERS = 32;

/**
 * Embeds a text by its letter counts, so that texts with similar spelling are similar. `before` may reject a call or
 * delay it.
 */
export const letterEmbedder = (before: (texts: readonly string[], signal: AbortSignal) => Promise<void>): Embedder => ({
  model: 'letters',
  dimensions: LETTERS,
  embed: async (texts, signal) => {
    await before(texts, signal);
    signal.throwIfAborted();
    return texts.map(letterVector);
  },
});

export const letterVector = (text: string): Float32Array => {
  const vector = new Float32Array(LETTERS);
  for (const letter of text.toLowerCase().replace(/[^\p{L}]/gu, '')) {
    const at = (letter.codePointAt(0) ?? 0) % LETTERS;
    vector[at] = (vector[at] ?? 0) + 1;
  }
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
};
