/**
 * The evidence on whether the knowledge base holds the answer: shares and ratios, so that it means the same in a large
 * and a small collection and for a short and a long question. "Share" is by rarity.
 */
export type AnswerSigns = {
  /** Share of the question that the statement covers. What only its neighbors cover counts half. */
  readonly covered: number;
  /** The number n of words that the passage holds, each weighted by its rarity, as n / (n + 1). */
  readonly found: number;
  /**
   * How much the question and the statement have in common: the harmonic mean of the share of the question that the
   * passage covers and the share of the statement that the question covers.
   */
  readonly alike: number;
  /** The same for the question and what the statement is named by: its title, its label, or a stored question. */
  readonly named: number;
  /**
   * Share of the question that the passage holds literally: not by a synonym, a related word, or a correction. The words
   * that ask for a kind of thing count as held.
   */
  readonly exact: number;
  /** How much more of the question the statement covers than any of another passage that says something else. */
  readonly ahead: number;
  /** Share of the question that consists of names that the passage lacks. */
  readonly missingNames: number;
  /** Share of the question that the passage holds only in words that are spelled similarly. */
  readonly guessed: number;
  /** 1 if the question asks for a kind of thing, such as a price or a time, that the statement lacks, otherwise 0. */
  readonly lacksAsked: number;
  /** Share of the question that consists of words that neither the passage has nor the model of meaning knows. */
  readonly strange: number;
  /** How well the model of meaning knows the words of the passages found, 0 to 1. */
  readonly familiar: number;
  /** The cosine of the statement and the question in the trained model, whatever words they use. */
  readonly meaning: number;
  /** How much higher that is than for any statement that says something else. */
  readonly meaningAhead: number;
  /** The log-odds of the statement against the next one that says something else, as a fraction of ten, at most 1. */
  readonly likelier: number;
};

/** Below this confidence the correct answer is "not in the knowledge base". Decision 55 gives the trade-off. */
export const MIN_CONFIDENCE = 0.4;

type Weights = Readonly<Partial<Record<keyof AnswerSigns, number>>> & { readonly bias: number };

/**
 * What words alone tell: logistic regression on questions whose passage was present or had been removed, fitted by `npm run evaluate --
 * declining --fit` on collections of nine kinds with equal weight.
 */
const byWords: Weights = {
  bias: -3.02,
  covered: 0.74,
  found: 2.13,
  alike: 1.98,
  named: 2,
  exact: 1.16,
  ahead: 1.21,
  missingNames: -2.75,
  guessed: -0.57,
  lacksAsked: -0.27,
};
/**
 * The same for texts that the model of meaning knows, fitted to businesses that it was not trained with (`npm run train` prints such weights)
 * and to the first messages of those in `bench/evaluate/answers/building`, which count twice. No sign counts the wrong way; `strange` counts
 * more than in the fit, because few of those questions are about things that the business does not have.
 */
const byMeaning: Weights = {
  bias: -2.14,
  covered: 1.54,
  alike: 0.18,
  exact: 0.58,
  ahead: 0.33,
  missingNames: -3.41,
  strange: -4,
  guessed: -0.47,
  lacksAsked: -0.31,
  meaning: 1.09,
  meaningAhead: 2.93,
  likelier: 1.92,
};
/** The signs that words alone give. */
export const wordSigns = [
  'covered',
  'found',
  'alike',
  'named',
  'exact',
  'ahead',
  'missingNames',
  'guessed',
  'lacksAsked',
] as const;
/** All signs that are weighed. */
export const weighedSigns = [...wordSigns, 'strange', 'meaning', 'meaningAhead', 'likelier'] as const;

const oddsBy = (weights: Weights, signs: AnswerSigns): number =>
  weighedSigns.reduce((sum, name) => sum + (weights[name] ?? 0) * signs[name], weights.bias);

/** Returns the probability, 0 to 1, that the answer is really there, assuming equal prior probabilities. */
export const answerConfidence = (signs: AnswerSigns): number => {
  const { familiar } = signs;
  const odds = familiar * oddsBy(byMeaning, signs) + (1 - familiar) * oddsBy(byWords, signs);
  return 1 / (1 + Math.exp(-odds));
};
