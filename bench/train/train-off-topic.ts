import { type OffTopicWeights, offTopicFeatures } from '@inbetwin/shared/reading/off-topic-model.ts';
import { wordsToMean } from '@inbetwin/shared/search/meaning/text-features.ts';
import { seededRandom } from '../seeded-random.ts';
import { shuffled } from './shuffled.ts';

/** A message, and how often it is shown in an epoch. */
export type Example = { readonly text: string; readonly isOffTopic: boolean; readonly times: number };

const BUCKETS = 1 << 13;
const EPOCHS = 8;
const RATE = 0.5;
/** The share of words left out at random, each time. */
const DROPPED = 0.3;
const MAX_BYTE = 127;

/** Trains a logistic regression with AdaGrad, which the same input trains alike. */
export const trainOffTopic = (examples: readonly Example[]): OffTopicWeights => {
  const random = seededRandom(5);
  const values = new Float32Array(2 * BUCKETS);
  const squares = new Float32Array(2 * BUCKETS).fill(1);
  const read = examples.flatMap(({ times, ...one }) =>
    Array<{ isOffTopic: boolean; words: readonly string[] }>(times).fill({ ...one, words: wordsToMean(one.text) }),
  );
  let bias = 0;
  for (let epoch = 0; epoch < EPOCHS; epoch++)
    for (const { words, isOffTopic } of shuffled(read, random)) {
      const some = words.filter(() => random() >= DROPPED);
      const features = offTopicFeatures(some.length > 0 ? some : words, BUCKETS);
      const odds = features.reduce((sum, [row, weight]) => sum + weight * (values[row] ?? 0), bias);
      const error = 1 / (1 + Math.exp(-odds)) - (isOffTopic ? 1 : 0);
      bias -= BIAS_RATE * error;
      for (const [row, weight] of features) {
        const slope = error * weight;
        squares[row] = (squares[row] ?? 0) + slope ** 2;
        values[row] = (values[row] ?? 0) - (RATE * slope) / Math.sqrt(squares[row] ?? 1);
      }
    }
  const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), Number.EPSILON) / MAX_BYTE;
  const bytes = Int8Array.from(values, (value) => Math.round(value / scale));
  return { buckets: BUCKETS, bias, scale, values: Buffer.from(bytes.buffer).toString('base64') };
};
const BIAS_RATE = 0.002;
