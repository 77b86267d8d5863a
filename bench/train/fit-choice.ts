import { mean } from '@inbetwin/shared/search/metrics.ts';

/** The options of one question as rows of features, and which of them are right: at least one. */
export type Choice = readonly { readonly features: readonly number[]; readonly isRight: boolean }[];

const ROUNDS = 400;
const RATE = 0.1;
const SMOOTHING = 0.9;
/** The penalty of the square of a weight, beside the mean loss of a question. */
const RIDGE = 1e-3;

/**
 * Fits weights such that the right options of each question outweigh the others: a conditional logit (McFadden, 1974), where several options
 * may be right, by gradient descent with momentum.
 */
export const fitChoice = (choices: readonly Choice[]): readonly number[] => {
  const spreads = spreadsOf(choices.flat().map(({ features }) => features));
  const scaled = choices.map((options) =>
    options.map((one) => ({ ...one, features: one.features.map((value, at) => value / (spreads[at] ?? 1)) })),
  );
  const weights = spreads.map(() => 0);
  const speed = spreads.map(() => 0);
  for (let round = 0; round < ROUNDS; round++) {
    const slope = weights.map((weight) => 2 * RIDGE * weight);
    for (const options of scaled) addSlope(options, weights, { slope, share: 1 / choices.length });
    for (const at of weights.keys()) {
      speed[at] = SMOOTHING * (speed[at] ?? 0) - RATE * (slope[at] ?? 0);
      weights[at] = (weights[at] ?? 0) + (speed[at] ?? 0);
    }
  }
  return weights.map((weight, at) => weight / (spreads[at] ?? 1));
};

/** The standard deviation of each feature, 1 if it is always the same. */
const spreadsOf = (rows: readonly (readonly number[])[]): readonly number[] =>
  (rows[0] ?? []).map((_, at) => {
    const values = rows.map((row) => row[at] ?? 0);
    const middle = mean(values);
    const variance = mean(values.map((value) => (value - middle) ** 2));
    return variance > 0 ? Math.sqrt(variance) : 1;
  });

type Sum = { readonly slope: number[]; readonly share: number };

/** Adds the slope of one question's loss: the odds of all options, less those among the right ones. */
const addSlope = (options: Choice, weights: readonly number[], { slope, share }: Sum): void => {
  const odds = options.map(({ features }) => sumOf(features, weights));
  const most = Math.max(...odds);
  const parts = odds.map((one) => Math.exp(one - most));
  const all = parts.reduce((sum, part) => sum + part, 0);
  const right = parts.reduce((sum, part, at) => sum + (options[at]?.isRight ? part : 0), 0);
  for (const [at, { features, isRight }] of options.entries()) {
    const part = parts[at] ?? 0;
    const pull = share * (part / all - (isRight ? part / right : 0));
    for (const [feature, value] of features.entries()) slope[feature] = (slope[feature] ?? 0) + pull * value;
  }
};

const sumOf = (features: readonly number[], weights: readonly number[]): number =>
  features.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0);

/** Returns the share of questions whose option with the greatest sum is right. */
export const chosenRight = (choices: readonly Choice[], weights: readonly number[]): number => {
  const right = choices.filter((options) => {
    const sums = options.map(({ features }) => sumOf(features, weights));
    return options[sums.indexOf(Math.max(...sums))]?.isRight;
  });
  return right.length / choices.length;
};
