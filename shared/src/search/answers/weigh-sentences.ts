import { TITLE_SEPARATOR } from '../../text/title-path.ts';
import type { Span } from '../language/split-sentences.ts';
import type { IndexedPassage } from '../search-index.ts';
import { type Meant, matchIn, meantIn, passageScore, phrasing, union } from './match-words.ts';
import { isOtherSize } from './measures.ts';
import { type PassageBefore, type ReadPassage, type ReadSentence, readPassage, type Stems } from './read-passage.ts';
import { type Question, stemOf } from './read-question.ts';

/**
 * Weights for choosing a sentence, as log-odds: conditional logit over the sentences of the passages found, see
 * decision 8.
 */
const weights = {
  own: 10,
  before: 4.6,
  behind: 2.7,
  passage: 4.4,
  kind: 2,
  otherLanguage: -4,
  subject: 4,
  named: 3,
  conditional: -2,
  foreign: -4,
  otherSize: -8,
} as const;

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

/** A sentence with such a beginning is about a special case. */
const CONDITIONAL = /^(?:если|когда|при|кроме|if|when|unless|except|in case)(?!\p{L})/iu;

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
  /** The stems of the statement, of its labels, and of its section's headings. */
  readonly about: Stems;
  /** For each word of the question, how well the words that name the candidate's subject match it, 0 to 1. */
  readonly subject: readonly number[];
  /** The share of the words of its label or head that the question contains, and of its section's heading. */
  readonly named: number;
  readonly titled: number;
  /**
   * Share of the question that names the subject of candidates beside it and that this one lacks: asked for the deposit of
   * the tent, the deposit of the hall.
   */
  readonly foreign: number;
  /** Whether it is about a thing of another size or for another age than the one asked for. */
  readonly isOtherSize: boolean;
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
export const weighSentences = (
  question: Question,
  passages: readonly IndexedPassage[],
  before: PassageBefore,
): readonly Candidate[] => {
  const found = weighPassages(question, passages, before).flatMap((one) =>
    one.read.passage.question === undefined ? sentencesOf(one, question) : pairOf(one, question),
  );
  return compareSubjects(found, question).toSorted(
    (a, b) => b.score - a.score || (a.read.passage.id < b.read.passage.id ? -1 : 1) || a.span.start - b.span.start,
  );
};

/** Prefers candidates whose subject is asked for to those that mention it, and lowers those about a subject beside it. */
const compareSubjects = (candidates: readonly Candidate[], { terms, kind }: Question): readonly Candidate[] => {
  const namers = terms.map((term, at) =>
    kind?.answersWord(stemOf(term)) ? [] : candidates.flatMap((one) => namingBy(one, at)),
  );
  return candidates.map((one) => {
    const share = (isCounted: (at: number) => number): number =>
      terms.reduce((sum, term, at) => sum + term.share * isCounted(at), 0);
    const foreign = share((at) => {
      const meant = one.meant[at];
      const isLacking = meant && matchIn(meant, one.about) === 0;
      return isLacking && namers[at]?.some(({ other, by }) => isBeside(one, other, by)) ? 1 : 0;
    });
    const score =
      one.score +
      weights.subject * share((at) => one.subject[at] ?? 0) +
      weights.named * Math.max(one.named, one.titled) +
      weights.foreign * foreign +
      (one.isOtherSize ? weights.otherSize : 0);
    return { ...one, foreign, score };
  });
};

/** Only a word that is the same names a subject. */
const SAME = 0.95;
/** The question must contain this share of the words of a name. */
const MIN_NAMED = 0.5;

type Naming = 'heading' | 'label' | 'head';

/** By what the candidate says that a word of the question is its subject. */
const namesIn = ({ read, statement, meant }: Candidate, at: number): Naming | undefined => {
  const one = meant[at];
  if (!one || !statement) return undefined;
  const names = (stems: Stems): boolean => matchIn(one, stems) >= SAME && namedShare(meant, stems) >= MIN_NAMED;
  if (names(read.heading)) return 'heading';
  if (statement.kind === 'sentence') return names(statement.labelStems) ? 'label' : undefined;
  return statement.kind !== 'answer' && names(statement.nameStems) ? 'head' : undefined;
};

const namingBy = (other: Candidate, at: number): readonly { readonly other: Candidate; readonly by: Naming }[] => {
  const by = namesIn(other, at);
  return by ? [{ other, by }] : [];
};

/** The share of a name's words that the question contains. */
const namedShare = (meant: readonly Meant[], stems: Stems): number => {
  const words = [...stems].filter((stem) => !/^\d/.test(stem));
  const isMeant = (stem: string): boolean => meant.some((one) => (one.stems.get(stem) ?? 0) >= MEANS);
  return words.length === 0 ? 0 : words.filter(isMeant).length / words.length;
};
const MEANS = 0.5;

/** Whether two candidates are about things of which there are several: sections of one source, rows of one table. */
const isBeside = (one: Candidate, other: Candidate, by: Naming): boolean => {
  const [mine, theirs] = [one.read.passage, other.read.passage];
  if (mine.sourceId !== theirs.sourceId) return false;
  if (by === 'heading') {
    const isAbove = theirs.title.startsWith(mine.title) || mine.title.startsWith(theirs.title);
    return !isAbove && mine.title.includes(TITLE_SEPARATOR);
  }
  if (mine.title !== theirs.title || one.statement?.label === undefined) return false;
  if (by === 'label') return one.statement.label !== '' && one.statement.label !== other.statement?.label;
  return one.read === other.read && one.statement.block === other.statement?.block;
};

const weighPassages = (
  question: Question,
  passages: readonly IndexedPassage[],
  before: PassageBefore,
): readonly Weighed[] => {
  const found = passages.map((passage) => {
    const read = readPassage(passage, before);
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
  return [
    {
      ...{ read, meant, span, covered, passageShare },
      ...{ nearby: 0, isTitled: false, isUnder: false, foreign: 0, isOtherSize: false },
      score: base + weights.own * covered + weights.kind * strength,
      phrased: phrasing(meant, [...read.question]),
      about: union(read.question, answer, read.headings),
      subject: meant.map((one) => matchIn(one, read.question)),
      named: namedShare(meant, read.question),
      titled: 0,
    },
  ];
};

const MAX_QUOTE_LENGTH = 2000;

/** Returns the whole answer of a pair; for a very long one, its beginning up to the end of a sentence. */
const answerSpan = ({ sentences }: ReadPassage): Span | undefined => {
  const [first] = sentences;
  const last = sentences.findLast(({ end }) => end <= MAX_QUOTE_LENGTH) ?? first;
  return first && last && { start: first.start, end: last.end };
};

const sentencesOf = (weighed: Weighed, question: Question): readonly Candidate[] => {
  const { read, meant } = weighed;
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
    const isOtherTopic = namesOtherTopic(sentence, read, meant);
    const inHeading = (one: Meant): number =>
      isOtherTopic && matchIn(one, read.heading) > 0 ? 0 : HEADING * matchIn(one, read.headings);
    const own = (one: Meant) =>
      Math.max(
        wordWeight * matchIn(one, words),
        matchIn(one, sentence.labelStems),
        COLUMN * matchIn(one, sentence.columnStems),
        inHeading(one),
        titleWeight * matchIn(one, read.title),
        answeredWord(question, one, strength),
      );
    const covered = sum(meant, own);
    const withBefore = sum(meant, (one) => Math.max(own(one), matchIn(one, before?.stems)));
    const withBoth = sum(meant, (one) => Math.max(own(one), matchIn(one, before?.stems), matchIn(one, behind?.stems)));
    return {
      ...{ read, statement: sentence, meant, covered, isTitled, foreign: 0 },
      passageShare: weighed.passageShare,
      span: { start: told?.start ?? sentence.start, end: sentence.end },
      score:
        weighed.base +
        weights.own * covered +
        weights.before * (withBefore - covered) +
        weights.behind * (withBoth - withBefore) +
        weights.kind * strength +
        (CONDITIONAL.test(sentence.readable) ? weights.conditional : 0),
      nearby: withBoth - covered,
      phrased: phrasing(meant, sentence.sequence),
      isUnder: meant.some(
        (one) =>
          matchIn(one, sentence.labelStems) > 0 || (matchIn(one, words) === 0 && matchIn(one, read.headings) > 0),
      ),
      about: union(words, sentence.labelStems, sentence.columnStems, read.headings),
      subject: meant.map((one) =>
        Math.max(matchIn(one, sentence.labelStems), matchIn(one, sentence.headStems), inHeading(one)),
      ),
      named: Math.max(
        namedShare(meant, sentence.labelStems),
        sentence.kind === 'sentence' ? 0 : namedShare(meant, sentence.nameStems),
      ),
      titled: namedShare(meant, read.heading),
      isOtherSize: isOtherSize(question.measures, sentence.measures),
    };
  });
};

/** Whether a heading lists several topics and the statement begins with another one of them than the question asks for. */
const namesOtherTopic = (sentence: ReadSentence, { heading }: ReadPassage, meant: readonly Meant[]): boolean => {
  const isAsked = (stem: string): boolean => meant.some(({ stems }) => stems.has(stem));
  const named = [...heading].filter((stem) => sentence.headStems.has(stem));
  return heading.size > 1 && named.length > 0 && [...heading].some(isAsked) && !named.some(isAsked);
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
