import { featuresOf, wordsToMean } from '../search/meaning/text-features.ts';
import { fromBase64 } from '../text/from-base64.ts';

/** A trained logistic regression over letter pieces and pairs of words: signed bytes in base64, times `scale`. */
export type OffTopicWeights = {
  readonly buckets: number;
  readonly bias: number;
  readonly scale: number;
  readonly values: string;
};

/** With this probability, a message is likely off topic. */
export const LIKELY_OFF_TOPIC = 0.65;
/** Longer stories are about the customer, whatever they hold. */
const MOST_LETTERS = 300;

/** The rows that a text consists of, with weights whose size does not depend on its length. */
export const offTopicFeatures = (
  words: readonly string[],
  buckets: number,
): readonly (readonly [row: number, weight: number])[] => {
  const { rows, weights } = featuresOf(words, { words: NO_WORDS, buckets });
  const scale = 1 / Math.sqrt(Math.max(1, words.length));
  return rows.map((row, at) => [row, scale * (weights[at] ?? 0)] as const);
};
/** Words are known by their pieces alone. */
const NO_WORDS: ReadonlyMap<string, number> = new Map();

/** Opens trained weights: returns the probability that a message is no matter of the business that it was written to, or sells something to it. */
export const openOffTopic = ({ buckets, bias, scale, values }: OffTopicWeights): ((text: string) => number) => {
  const bytes = new Int8Array(fromBase64(values).buffer);
  return (text) => {
    if (text.length > MOST_LETTERS) return 0;
    const features = offTopicFeatures(wordsToMean(text), buckets);
    const odds = features.reduce((sum, [row, weight]) => sum + weight * scale * (bytes[row] ?? 0), bias);
    return 1 / (1 + Math.exp(-odds));
  };
};
