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
};

/** Below this confidence the correct answer is "not in the knowledge base". Decision 55 gives the trade-off. */
export const MIN_CONFIDENCE = 0.4;

const BIAS = -3.02;
/**
 * Logistic regression on questions whose passage was present or had been removed, fitted by `npm run evaluate --
 * declining --fit` on collections of nine kinds with equal weight.
 */
const weights: Readonly<Record<keyof AnswerSigns, number>> = {
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
/** The signs in the order of the weights. */
export const signNames: readonly (keyof AnswerSigns)[] = [
  'covered',
  'found',
  'alike',
  'named',
  'exact',
  'ahead',
  'missingNames',
  'guessed',
  'lacksAsked',
];

/** Returns the probability, 0 to 1, that the answer is really there, assuming equal prior probabilities. */
export const answerConfidence = (signs: AnswerSigns): number => {
  const odds = signNames.reduce((sum, name) => sum + weights[name] * signs[name], BIAS);
  return 1 / (1 + Math.exp(-odds));
};
