import { matchIn } from './match-words.ts';
import type { AskedTerm, Question } from './read-question.ts';
import type { Candidate } from './weigh-sentences.ts';

/** The evidence on whether the knowledge base holds the answer. */
export type AnswerSigns = {
  /** Share of the question, by rarity, that the sentence covers. What only its neighbors cover counts half. */
  readonly covered: number;
  /**
   * How much of the question the passage holds: the logarithm of 1 plus the number of words, each weighted by its
   * rarity.
   */
  readonly evidence: number;
  /** Share of the question that consists of names that the passage lacks. */
  readonly missingNames: number;
  /** Share of the question's words that are numbers that the passage lacks. */
  readonly missingNumbers: number;
  /** Share of the question, by rarity, that the passage holds only in words that are spelled similarly. */
  readonly guessed: number;
  /** How closely the sentence follows the wording of the question. */
  readonly phrased: number;
  /** How far the passage is ahead of the next best one, -1 to 1; 1 if there is no other. */
  readonly lead: number;
};

/** Below this confidence the correct answer is "not in the knowledge base". Decision 8 gives the trade-off. */
export const MIN_CONFIDENCE = 0.28;

const BIAS = -4.7;
// Logistic regression on questions whose passage was present or had been removed, with both classes weighted equally.
const weights: Readonly<Record<keyof AnswerSigns, number>> = {
  covered: 4.7,
  evidence: 1.6,
  missingNames: -2.9,
  missingNumbers: -3.9,
  guessed: -1.6,
  phrased: 0.5,
  lead: 1.4,
};
const signNames: readonly (keyof AnswerSigns)[] = [
  'covered',
  'evidence',
  'missingNames',
  'missingNumbers',
  'guessed',
  'phrased',
  'lead',
];

/** Returns the probability, 0 to 1, that the answer is really there, assuming equal prior probabilities. */
export const answerConfidence = (signs: AnswerSigns): number => {
  const evidence = signNames.reduce((sum, name) => sum + weights[name] * signs[name], BIAS);
  return 1 / (1 + Math.exp(-evidence));
};

const NEARBY = 0.5;
/** A word with a weaker match counts as missing. */
const MATCHED = 0.5;

/** Collects the evidence. `candidates` holds all candidates, and `best` is the first of them. */
export const readSigns = (best: Candidate, candidates: readonly Candidate[], question: Question): AnswerSigns => {
  const { read, meant, covered, nearby, phrased, passageShare } = best;
  const held = question.vague ? read.question : read.counts;
  const matches = meant.map((one) => ({ term: one.term, match: matchIn(one, held) }));
  const missing = matches.filter(({ match }) => match < MATCHED).map(({ term }) => term);
  const others = candidates.filter((other) => other.read !== read).map((other) => other.passageShare);
  return {
    covered: covered + NEARBY * nearby,
    evidence: Math.log(1 + matches.reduce((sum, { term, match }) => sum + (match * term.rarity) / question.rarest, 0)),
    missingNames: missing.reduce((sum, { isName, share }) => sum + (isName ? share : 0), 0),
    missingNumbers: missing.filter(({ isNumber }) => isNumber).length / Math.max(1, meant.length),
    guessed: matches.reduce((sum, { term, match }) => sum + (isGuess(term) && match > 0 ? term.share : 0), 0),
    phrased,
    lead: passageShare - Math.max(0, ...others),
  };
};

const isGuess = ({ alternatives: [first] }: AskedTerm): boolean => first?.kind === 'fuzzy';
