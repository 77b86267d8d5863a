import type { Span } from '../language/split-sentences.ts';
import type { IndexedPassage } from '../search-index.ts';
import { type Meant, matchIn, meantIn, passageScore, phrasing, union } from './match-words.ts';
import { type ReadPassage, type ReadSentence, readPassage, type Stems } from './read-passage.ts';
import { type Question, stemOf } from './read-question.ts';

/**
 * Weights for choosing a sentence, as log-odds: conditional logit over the sentences of the passages found, see
 * decision 8.
 */
const weights = { own: 10, before: 4.6, behind: 2.7, passage: 5.4, kind: 2, otherLanguage: -4 } as const;

/** The weight of a word in the title, as a fraction of its weight in the sentence. */
const TITLE = 0.4;
/** The same for the title of a section when the question only names that topic. */
const TOPIC = 0.8;
/** The weight of a word in a heading below the source's title, which names the section's subject. */
const HEADING = 0.85;
/** The weight of a word in a row's column name. */
const COLUMN = 0.6;
/** The weight of a word in an answer that is preceded by its question in the same text. */
const IN_ANSWER = 0.8;
/** The weight of a word in the answer of a stored pair that is not in its question. */
const ANSWER_ALONE = 0.6;
/** The weight of a word that the sentence answers by containing the kind of thing asked for ("стоит" by "500 ₽"). */
const ANSWERED_WORD = 0.8;
/** A sentence with such a beginning cannot be understood without the one before it. */
const POINTS_BACK =
  /^(?:он|она|оно|они|это|эта|этот|эти|его|её|их|ему|ей|им|там|тогда|it|its|they|their|he|she|his|her|this|these|there)(?![\p{L}])/iu;

/** A statement, or the answer of a stored pair, that may answer the question. */
export type Candidate = {
  readonly read: ReadPassage;
  /** Absent for a stored question-answer pair. */
  readonly statement?: ReadSentence;
  readonly meant: readonly Meant[];
  readonly span: Span;
  /** Log-odds: the odds of two candidates differ by the exponential of their difference. */
  readonly score: number;
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
  /** The stems of the statement and of its labels. */
  readonly about: Stems;
  /** Full-text score of the passage as a fraction of the best one's. */
  readonly passageShare: number;
};

type Weighed = {
  readonly read: ReadPassage;
  readonly meant: readonly Meant[];
  readonly passageShare: number;
  readonly base: number;
};

/** Returns all candidates, the most likely first. */
export const weighSentences = (question: Question, passages: readonly IndexedPassage[]): readonly Candidate[] =>
  weighPassages(question, passages)
    .flatMap((one) => (one.read.passage.question === undefined ? sentencesOf(one, question) : pairOf(one, question)))
    .sort(
      (a, b) => b.score - a.score || (a.read.passage.id < b.read.passage.id ? -1 : 1) || a.span.start - b.span.start,
    );

const weighPassages = (question: Question, passages: readonly IndexedPassage[]): readonly Weighed[] => {
  const found = passages.map((passage) => {
    const read = readPassage(passage);
    return { read, meant: meantIn(read, question) };
  });
  const average = found.reduce((sum, { read }) => sum + read.length, 0) / Math.max(1, found.length);
  const scores = found.map(({ read, meant }) => passageScore(meant, read, average));
  const top = Math.max(...scores, Number.EPSILON);
  return found.map(({ read, meant }, at) => {
    const passageShare = (scores[at] ?? 0) / top;
    const isOther = question.language !== undefined && question.language !== read.passage.language;
    const base = weights.passage * passageShare + (isOther ? weights.otherLanguage : 0);
    return { read, meant, passageShare, base };
  });
};

const pairOf = ({ read, meant, base, passageShare }: Weighed, question: Question): readonly Candidate[] => {
  const span = answerSpan(read);
  if (!span) return [];
  const answer = union(...read.sentences.map(({ stems }) => stems));
  const strength = strengthOf(question, read.passage.text);
  const covered = sum(meant, (one) =>
    Math.max(
      matchIn(one, read.question),
      question.vague ? 0 : ANSWER_ALONE * matchIn(one, answer),
      answeredWord(question, one, strength),
    ),
  );
  const score = base + weights.own * covered + weights.kind * strength;
  const phrased = phrasing(meant, [...read.question]);
  const about = union(read.question, answer, read.title);
  return [
    { read, meant, span, score, covered, nearby: 0, phrased, isTitled: false, isUnder: false, about, passageShare },
  ];
};

const MAX_QUOTE_LENGTH = 2000;

/** Returns the whole answer of a pair; for a very long one, its beginning up to the end of a sentence. */
const answerSpan = ({ sentences }: ReadPassage): Span | undefined => {
  const [first] = sentences;
  const last = sentences.findLast(({ end }) => end <= MAX_QUOTE_LENGTH) ?? first;
  return first && last && { start: first.start, end: last.end };
};

const sentencesOf = ({ read, meant, base, passageShare }: Weighed, question: Question): readonly Candidate[] => {
  const held = meant.filter((one) => matchIn(one, read.counts) > 0);
  const isTitled = held.length > 0 && held.every((one) => matchIn(one, read.title) > 0);
  const titleWeight = isTitled && !question.kind ? TOPIC : TITLE;
  return read.sentences.map((sentence, at) => {
    const before = neighbor(sentence, read.sentences[at - 1]);
    const behind = neighbor(sentence, read.sentences[at + 1]);
    const told = POINTS_BACK.test(sentence.text) ? before : undefined;
    const words = told ? union(told.stems, sentence.stems) : sentence.stems;
    const strength = strengthOf(question, sentence.text);
    const wordWeight = sentence.kind === 'answer' ? IN_ANSWER : 1;
    const own = (one: Meant) =>
      Math.max(
        wordWeight * matchIn(one, words),
        matchIn(one, sentence.labelStems),
        COLUMN * matchIn(one, sentence.columnStems),
        HEADING * matchIn(one, read.headings),
        titleWeight * matchIn(one, read.title),
        answeredWord(question, one, strength),
      );
    const isUnder = meant.some(
      (one) => matchIn(one, sentence.labelStems) > 0 || (matchIn(one, words) === 0 && matchIn(one, read.headings) > 0),
    );
    const about = union(words, sentence.labelStems, sentence.columnStems, read.title);
    const covered = sum(meant, own);
    const withBefore = sum(meant, (one) => Math.max(own(one), matchIn(one, before?.stems)));
    const withBoth = sum(meant, (one) => Math.max(own(one), matchIn(one, before?.stems), matchIn(one, behind?.stems)));
    const score =
      base +
      weights.own * covered +
      weights.before * (withBefore - covered) +
      weights.behind * (withBoth - withBefore) +
      weights.kind * strength;
    const span = { start: told?.start ?? sentence.start, end: sentence.end };
    const nearby = withBoth - covered;
    const phrased = phrasing(meant, sentence.sequence);
    return {
      read,
      statement: sentence,
      meant,
      span,
      score,
      covered,
      nearby,
      phrased,
      isTitled,
      isUnder,
      about,
      passageShare,
    };
  });
};

/** Only sentences of one paragraph explain each other; rows and items are independent. */
const neighbor = (sentence: ReadSentence, other: ReadSentence | undefined): ReadSentence | undefined =>
  sentence.kind === 'sentence' && other?.block === sentence.block ? other : undefined;

const sum = (meant: readonly Meant[], matched: (one: Meant) => number): number =>
  meant.reduce((total, one) => total + one.term.share * matched(one), 0);

/** Returns how certainly the text contains what the question asks for: 0, 0.5 or 1. */
const strengthOf = ({ kind, expected }: Question, text: string): number =>
  Math.max(kind?.strength(text) ?? 0, expected?.test(text) ? 1 : 0);

const answeredWord = ({ kind }: Question, { term }: Meant, strength: number): number =>
  kind?.answersWord(stemOf(term)) ? ANSWERED_WORD * strength : 0;
