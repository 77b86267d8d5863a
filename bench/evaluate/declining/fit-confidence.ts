import { type AnswerSigns, wordSigns } from '@inbetwin/shared/search/answers/answer-confidence.ts';
import { fitLogistic } from './fit-logistic.ts';

/** The questions of one collection, and how much it counts in the fit. */
type Collection = { readonly asked: readonly Judged[]; readonly weight: number };
type Judged = { readonly signs?: AnswerSigns; readonly isPresent: boolean };

/** As many examples as each class of each collection counts for, and the penalty of a weight. */
const EXAMPLES = 60;
const RIDGE = 1;

/**
 * Fits the confidence of answers. In each collection, questions with and without an answer have the same total weight,
 * however many there are. By default, to what words alone tell.
 */
export const fitConfidence = (
  collections: readonly Collection[],
  names: readonly Exclude<keyof AnswerSigns, 'familiar'>[] = wordSigns,
): Readonly<Record<string, number>> => {
  const examples = collections.flatMap(({ asked, weight }) => {
    const seen = asked.flatMap(({ signs, isPresent }) => (signs ? [{ signs, isPositive: isPresent }] : []));
    const positive = seen.filter(({ isPositive }) => isPositive).length;
    return seen.map(({ signs, isPositive }) => ({
      features: names.map((name) => signs[name]),
      isPositive,
      weight: (weight * EXAMPLES) / (isPositive ? positive : seen.length - positive),
    }));
  });
  const { bias, weights } = fitLogistic(examples, RIDGE);
  return { bias, ...Object.fromEntries(names.map((name, at) => [name, weights[at] ?? 0])) };
};
