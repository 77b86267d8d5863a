import { fromBase64 } from '../../text/from-base64.ts';
import { featuresOf, wordsToMean } from './text-features.ts';

/**
 * A trained model: a direction for each feature of a text. `words` are separated by line breaks, the first `common` of them being those that
 * many businesses use; `values` are the directions as signed bytes in base64, and `scales` the factor of each row as 32-bit floats in base64.
 */
export type MeaningWeights = {
  readonly dimensions: number;
  readonly buckets: number;
  readonly words: string;
  readonly common: number;
  readonly scales: string;
  readonly values: string;
};

/** Tells how likely a text answers a question, whatever words they use. */
export type MeaningModel = {
  /** Returns a vector of unit length. A question and its answer point in similar directions. */
  embed(text: string): Float32Array;
  closenessTo(question: string): Compare;
  /** Whether it was trained with a word, given as a stem. */
  knows(stem: string): boolean;
};

/** `cosine`: how similar a question and a text are in meaning. `common`: the share of the text's words that many businesses use. */
export type Closeness = { readonly cosine: number; readonly common: number };

/** Compares texts with a question. What is read from them is kept as long as the object that they belong to, whose texts are always the same. */
export type Compare = (owner: object, textsOf: () => readonly string[]) => readonly Closeness[];

type Reading = { readonly vector: Float32Array; readonly common: number };

const SHORTEST_WORD = 3;

/** Opens trained weights. */
export const openMeaning = (weights: MeaningWeights): MeaningModel => {
  const { dimensions, buckets } = weights;
  const words = new Map(weights.words.split('\n').map((word, row) => [word, row]));
  const values = new Int8Array(fromBase64(weights.values).buffer);
  const scales = new Float32Array(fromBase64(weights.scales).buffer);
  const embed = (text: string): Float32Array => {
    const { rows, weights } = featuresOf(wordsToMean(text), { words, buckets });
    const sum = new Float32Array(dimensions);
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at] ?? 0;
      const weight = (weights[at] ?? 0) * (scales[row] ?? 0);
      const start = row * dimensions;
      for (let k = 0; k < dimensions; k++) sum[k] = (sum[k] ?? 0) + weight * (values[start + k] ?? 0);
    }
    const length = Math.sqrt(dot(sum, sum));
    return length > 0 ? sum.map((value) => value / length) : sum;
  };
  const isCommon = (word: string): boolean => (words.get(word) ?? weights.common) < weights.common;
  const commonShare = (text: string): number => {
    const content = wordsToMean(text).filter((word) => !word.startsWith('#') && word.length >= SHORTEST_WORD);
    return content.filter(isCommon).length / Math.max(1, content.length);
  };
  const kept = new WeakMap<object, readonly Reading[]>();
  const read = (owner: object, textsOf: () => readonly string[]): readonly Reading[] => {
    const held = kept.get(owner);
    if (held) return held;
    const readings = textsOf().map((text) => ({ vector: embed(text), common: commonShare(text) }));
    kept.set(owner, readings);
    return readings;
  };
  return {
    embed,
    knows: (stem) => words.has(stem),
    closenessTo: (question) => {
      const asked = embed(question);
      return (owner, textsOf) =>
        read(owner, textsOf).map(({ vector, common }) => ({ cosine: dot(asked, vector), common }));
    },
  };
};

/** Returns the cosine of two vectors of unit length. */
export const dot = (a: Float32Array, b: Float32Array): number => {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] ?? 0) * (b[k] ?? 0);
  return sum;
};
