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
  /** The log-odds of the statement against all that say something else. */
  readonly odds: number;
  /** The cosine of the question and the statement's own words, and of the question and its whole paragraph. */
  readonly saidMeaning: number;
  readonly paragraphMeaning: number;
  /** 1 if the question asks for a kind of thing, and if it holds a number, otherwise 0. */
  readonly asksKind: number;
  readonly asksNumber: number;
  /** The logarithm of the number of words that the question asks with. */
  readonly wordiness: number;
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
 * The same for texts that the model of meaning knows, fitted by `npm run train` to everyday messages to businesses that it was not trained
 * with. What is strange or a missing name counts more than in the fit, because few of those messages are about things that the business does
 * not have; the bias is such that fewer than one message of fourteen gets a wrong answer.
 */
const byMeaning: Weights = {
  bias: -1.85,
  covered: 1.06,
  missingNames: -3,
  strange: -3,
  odds: 0.46,
  saidMeaning: 0.97,
  paragraphMeaning: 1.32,
  asksKind: 0.57,
  asksNumber: -0.41,
  wordiness: -0.42,
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
/** The signs that count where the model of meaning knows the words. */
export const meaningSigns = [
  'covered',
  'missingNames',
  'strange',
  'odds',
  'saidMeaning',
  'paragraphMeaning',
  'asksKind',
  'asksNumber',
  'wordiness',
] as const;
const weighedSigns = [...new Set([...wordSigns, ...meaningSigns])];

const oddsBy = (weights: Weights, signs: AnswerSigns): number =>
  weighedSigns.reduce((sum, name) => sum + (weights[name] ?? 0) * signs[name], weights.bias);

/** Returns the probability, 0 to 1, that the answer is really there, assuming equal prior probabilities. */
export const answerConfidence = (signs: AnswerSigns): number => {
  const { familiar } = signs;
  const odds = familiar * oddsBy(byMeaning, signs) + (1 - familiar) * oddsBy(byWords, signs);
  return 1 / (1 + Math.exp(-odds));
};
