import type { Span } from '../../language/split-sentences.ts';
import type { Compare } from '../../meaning/meaning-model.ts';
import type { IndexedPassage } from '../../search-index.ts';
import { type Question, stemOf } from '../read-question.ts';
import { isOtherSize } from '../statements/measures.ts';
import { type PassageBefore, type ReadPassage, type ReadSentence, readPassage } from '../statements/read-passage.ts';
import type { Alone, Candidate } from './candidate.ts';
import { compareSubjects, namedShare } from './compare-subjects.ts';
import type { Evidence } from './evidence.ts';
import { type Meant, matchIn, meantIn, passageScore, phrasing, union } from './match-words.ts';
import { withMeaning } from './with-meaning.ts';

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

type Weighed = {
  readonly read: ReadPassage;
  readonly meant: readonly Meant[];
  readonly base: Pick<Evidence, 'passage' | 'otherLanguage' | 'lastCited'>;
};

type Weighing = {
  readonly before: PassageBefore;
  /** Without it, only words count. */
  readonly compare?: Compare | undefined;
  readonly lastCited?: readonly string[] | undefined;
};

const unknown: Compare = () => [];

/** Returns all candidates, the most likely first. */
export const weighSentences = (
  question: Question,
  passages: readonly IndexedPassage[],
  { before, compare = unknown, lastCited = [] }: Weighing,
): readonly Candidate[] => {
  const weighed = weighPassages(question, passages, { before, lastCited });
  const found = weighed.flatMap((one) =>
    one.read.passage.question === undefined ? sentencesOf(one, question) : pairOf(one, question),
  );
  const near = withMeaning(found, compare);
  return compareSubjects(near, question).toSorted(
    (a, b) => b.score - a.score || (a.read.passage.id < b.read.passage.id ? -1 : 1) || a.span.start - b.span.start,
  );
};

const weighPassages = (
  question: Question,
  passages: readonly IndexedPassage[],
  { before, lastCited }: { readonly before: PassageBefore; readonly lastCited: readonly string[] },
): readonly Weighed[] => {
  const found = passages.map((passage) => {
    const read = readPassage(passage, before);
    return { read, meant: meantIn(read, question) };
  });
  const average = found.reduce((sum, { read }) => sum + read.length, 0) / Math.max(1, found.length);
  const scores = found.map(({ read, meant }) => passageScore(meant, read, average));
  const top = Math.max(...scores, Number.EPSILON);
  return found.map(({ read, meant }, at) => {
    const isOther = question.language !== undefined && question.language !== read.passage.language;
    const base = {
      passage: (scores[at] ?? 0) / top,
      otherLanguage: isOther ? 1 : 0,
      lastCited: lastCited.includes(read.passage.id) ? 1 : 0,
    };
    return { read, meant, base };
  });
};

const pairOf = ({ read, meant, base }: Weighed, question: Question): readonly Alone[] => {
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
      ...{ read, meant, span, covered },
      ...{ nearby: 0, familiar: 0, isTitled: false, isUnder: false, isOtherSize: false },
      evidence: { ...NONE, ...base, own: covered, kind: strength, length: lengthOf(read.passage.text) },
      phrased: phrasing(meant, [...read.question]),
      about: union(read.question, answer, read.headings),
      subject: meant.map((one) => matchIn(one, read.question)),
      named: namedShare(meant, read.question),
      titled: 0,
    },
  ];
};

/** What only other candidates decide, or a passage that has no statements lacks. */
const NONE = {
  ...{ before: 0, behind: 0, subject: 0, named: 0, conditional: 0, foreign: 0, otherSize: 0 },
  ...{ meaning: 0, saidMeaning: 0, paragraphMeaning: 0 },
};

const lengthOf = (text: string): number => Math.log(1 + text.length) / LONG;
/** The logarithm of some 400 letters. */
const LONG = 6;

const MAX_QUOTE_LENGTH = 2000;

/** Returns the whole answer of a pair; for a very long one, its beginning up to the end of a sentence. */
const answerSpan = ({ sentences }: ReadPassage): Span | undefined => {
  const [first] = sentences;
  const last = sentences.findLast(({ end }) => end <= MAX_QUOTE_LENGTH) ?? first;
  return first && last && { start: first.start, end: last.end };
};

const sentencesOf = (weighed: Weighed, question: Question): readonly Alone[] => {
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
    const otherSize = isOtherSize(question.measures, sentence.measures);
    return {
      ...{ read, statement: sentence, meant, covered, isTitled, familiar: 0 },
      span: { start: told?.start ?? sentence.start, end: sentence.end },
      evidence: {
        ...NONE,
        ...weighed.base,
        own: covered,
        before: withBefore - covered,
        behind: withBoth - withBefore,
        kind: strength,
        conditional: CONDITIONAL.test(sentence.readable) ? 1 : 0,
        otherSize: otherSize ? 1 : 0,
        length: lengthOf(sentence.readable),
      },
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
      isOtherSize: otherSize,
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
