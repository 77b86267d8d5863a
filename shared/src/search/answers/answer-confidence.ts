import { matchIn } from './match-words.ts';
import type { AskedTerm, Question } from './read-question.ts';
import type { Candidate } from './weigh-sentences.ts';

/** What tells whether the knowledge base holds the answer. */
export type AnswerSigns = {
  /** Share of the question, by rarity, that the sentence covers, with half of what only its neighbours do. */
  readonly covered: number;
  /** How much of the question the passage holds, in words as rare as can be: the logarithm of 1 + their number. */
  readonly evidence: number;
  /** Share of the question that is names which the passage lacks. */
  readonly missingNames: number;
  /** Share of the question's words that are numbers which the passage lacks. */
  readonly missingNumbers: number;
  /** Share of the question, by rarity, that the passage holds in words that are only spelt alike. */
  readonly guessed: number;
  /** How much of the question stands in the sentence as it was put. */
  readonly phrased: number;
  /** How far the passage is ahead of the best other one, -1 to 1: 1 when there is no other. */
  readonly lead: number;
};

/** Below it, "not in the knowledge base" is the honest answer. Decision 8 says what it costs. */
export const MIN_CONFIDENCE = 0.28;

const BIAS = -4.7;
// A logistic regression on questions whose passage was there or had been taken away, the classes weighted alike.
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

/** The chance, 0 to 1, that the answer is really there, for one who thinks both alike likely beforehand. */
export const answerConfidence = (signs: AnswerSigns): number => {
  const evidence = signNames.reduce((sum, name) => sum + weights[name] * signs[name], BIAS);
  return 1 / (1 + Math.exp(-evidence));
};

const NEARBY = 0.5;
/** A word that matches less is missing. */
const MATCHED = 0.5;

/** `candidates` are all, and `best` is the first of them. */
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
