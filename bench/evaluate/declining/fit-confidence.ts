import { signNames } from '@inbetwin/shared/search/answers/answer-confidence.ts';
import type { Asked } from './ask-both-ways.ts';
import { fitLogistic } from './fit-logistic.ts';

/** The questions of one collection, and how much it counts in the fit. */
type Collection = { readonly asked: readonly Asked[]; readonly weight: number };

/** As many examples as each class of each collection counts for, and the penalty of a weight. */
const EXAMPLES = 60;
const RIDGE = 1;

/**
 * Fits the confidence of answers. In each collection, questions with and without an answer have the same total weight,
 * however many there are.
 */
export const fitConfidence = (collections: readonly Collection[]): Readonly<Record<string, number>> => {
  const examples = collections.flatMap(({ asked, weight }) =>
    asked.flatMap(({ signs, isPresent }) => {
      const alike = asked.filter((other) => other.signs && other.isPresent === isPresent).length;
      if (!signs) return [];
      const features = signNames.map((name) => signs[name]);
      return [{ features, isPositive: isPresent, weight: (weight * EXAMPLES) / alike }];
    }),
  );
  const { bias, weights } = fitLogistic(examples, RIDGE);
  return { bias, ...Object.fromEntries(signNames.map((name, at) => [name, weights[at] ?? 0])) };
};
