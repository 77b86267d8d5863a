import type { Span } from '../../language/split-sentences.ts';
import type { ReadPassage, ReadSentence, Stems } from '../statements/read-passage.ts';
import type { Evidence } from './evidence.ts';
import type { Meant } from './match-words.ts';

/** A statement, or the answer of a stored pair, that may answer the question. */
export type Candidate = {
  readonly read: ReadPassage;
  /** Absent for a stored question-answer pair. */
  readonly statement?: ReadSentence;
  readonly meant: readonly Meant[];
  readonly span: Span;
  readonly evidence: Evidence;
  /** How well the model of meaning knows the words of all candidates, 0 to 1. */
  readonly familiar: number;
  /** Log-odds: the odds of two candidates differ by the exponential of their difference. */
  readonly score: number;
  /** The same without its meaning: how well the words tell it from others. */
  readonly wordScore: number;
  /** Share of the question, by rarity, that it covers, including words of the title and answered words. */
  readonly covered: number;
  /** Share of the question that only its neighbors cover. */
  readonly nearby: number;
  /** How closely it follows the wording of the question. */
  readonly phrased: number;
  /** Whether the passage's title contains everything of the question that the passage contains. */
  readonly isTitled: boolean;
  /** Whether the paragraph is about the question's subject: its label says so, or a heading does and the statement does not. */
  readonly isUnder: boolean;
  /** The stems of the statement, of its labels, and of its section's headings. */
  readonly about: Stems;
  /** For each word of the question, how well the words that name the candidate's subject match it, 0 to 1. */
  readonly subject: readonly number[];
  /** The share of the words of its label or head that the question contains, and of its section's heading. */
  readonly named: number;
  readonly titled: number;
  /** Whether it is about a thing of another size or for another age than the one asked for. */
  readonly isOtherSize: boolean;
};

/** A candidate before it is compared with others. */
export type Alone = Omit<Candidate, 'score' | 'wordScore'>;
