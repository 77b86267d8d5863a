import { TITLE_SEPARATOR } from '../../text/title-path.ts';
import type { Span } from '../language/split-sentences.ts';
import type { Closeness } from '../meaning/meaning-model.ts';
import type { IndexedPassage } from '../search-index.ts';
import { type Meant, matchIn, meantIn, passageScore, phrasing, union } from './match-words.ts';
import { isOtherSize } from './measures.ts';
import { type PassageBefore, type ReadPassage, type ReadSentence, readPassage, type Stems } from './read-passage.ts';
import { type Question, stemOf } from './read-question.ts';

/** The evidence for a candidate: shares of the question, by rarity, and other numbers from 0 to 1. */
export type Evidence = {
  /** What the statement covers, what the one before it covers besides, and what the one behind it covers besides. */
  readonly own: number;
  readonly before: number;
  readonly behind: number;
  /** Full-text score of the passage as a fraction of the best one's. */
  readonly passage: number;
  /** How certainly it contains the kind of thing asked for. */
  readonly kind: number;
  readonly otherLanguage: number;
  /** What names its subject, and the share of its name that the question contains. */
  readonly subject: number;
  readonly named: number;
  /** 1 for a special case. */
  readonly conditional: number;
  /**
   * What names the subject of candidates beside it and this one lacks: asked for the deposit of the tent, the deposit of the hall.
   */
  readonly foreign: number;
  /** 1 if it is about a thing of another size or for another age than the one asked for. */
  readonly otherSize: number;
  /** The cosine of what it says and what is asked, whatever words they use, as far as the model knows them. */
  readonly meaning: number;
};

/**
 * Weights for choosing a sentence, as log-odds: conditional logit over the sentences of the passages found, see
 * decisions 8 and 61.
 */
export const evidenceWeights: Readonly<Record<keyof Evidence, number>> = {
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
  meaning: 16.0,
};

const scoreOf = (evidence: Evidence): number =>
  evidenceNames.reduce((sum, name) => sum + evidenceWeights[name] * evidence[name], 0);
/** The kinds of evidence in the order of the weights. */
export const evidenceNames = Object.keys(evidenceWeights) as readonly (keyof Evidence)[];

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
type Alone = Omit<Candidate, 'score' | 'wordScore'>;

/** Compares the meaning of a text with that of the question. */
export type Compare = (text: string) => Closeness;

type Weighed = {
  readonly read: ReadPassage;
  readonly meant: readonly Meant[];
  readonly base: Pick<Evidence, 'passage' | 'otherLanguage'>;
};

/** Returns all candidates, the most likely first. */
export const weighSentences = (
  question: Question,
  passages: readonly IndexedPassage[],
  before: PassageBefore,
  compare: Compare = () => ({ cosine: 0, common: 0 }),
): readonly Candidate[] => {
  const found = weighPassages(question, passages, before).flatMap((one) =>
    one.read.passage.question === undefined ? sentencesOf(one, question) : pairOf(one, question),
  );
  const near = withMeaning(found, compare);
  return compareSubjects(near, question).toSorted(
    (a, b) => b.score - a.score || (a.read.passage.id < b.read.passage.id ? -1 : 1) || a.span.start - b.span.start,
  );
};

/** Up to the first mean share of common words the texts are not of the kind that the model was trained with; from the second on they are. */
const FOREIGN = 0.55;
const FAMILIAR = 0.75;

const withMeaning = (candidates: readonly Alone[], compare: Compare): readonly Alone[] => {
  const compared = candidates.map((one) => closenessOf(one, compare));
  const common = compared.reduce((sum, one) => sum + one.common, 0) / Math.max(1, compared.length);
  const familiar = Math.min(1, Math.max(0, (common - FOREIGN) / (FAMILIAR - FOREIGN)));
  return candidates.map((one, at) => {
    const meaning = familiar * (compared[at]?.cosine ?? 0);
    return { ...one, familiar, evidence: { ...one.evidence, meaning } };
  });
};

const closenessOf = ({ read: { passage }, statement, span }: Alone, compare: Compare): Closeness => {
  const heading = passage.title.split(TITLE_SEPARATOR).at(-1) ?? '';
  if (statement && span.start < statement.start)
    return compare(`${heading}. ${passage.text.slice(span.start, span.end)}`);
  if (statement) return compare([heading, statement.label, statement.readable].filter(Boolean).join('. '));
  const [question, answer] = [compare(passage.question ?? ''), compare(`${passage.question}. ${passage.text}`)];
  return question.cosine > answer.cosine ? question : answer;
};

/** Prefers candidates whose subject is asked for to those that mention it, and lowers those about a subject beside it. */
const compareSubjects = (candidates: readonly Alone[], { terms, kind }: Question): readonly Candidate[] => {
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
    const subject = share((at) => one.subject[at] ?? 0);
    const evidence = { ...one.evidence, subject, named: Math.max(one.named, one.titled), foreign };
    const score = scoreOf(evidence);
    return { ...one, evidence, score, wordScore: score - evidenceWeights.meaning * evidence.meaning };
  });
};

/** Only a word that is the same names a subject. */
const SAME = 0.95;
/** The question must contain this share of the words of a name. */
const MIN_NAMED = 0.5;

type Naming = 'heading' | 'label' | 'head';

/** By what the candidate says that a word of the question is its subject. */
const namesIn = ({ read, statement, meant }: Alone, at: number): Naming | undefined => {
  const one = meant[at];
  if (!one || !statement) return undefined;
  const names = (stems: Stems): boolean => matchIn(one, stems) >= SAME && namedShare(meant, stems) >= MIN_NAMED;
  if (names(read.heading)) return 'heading';
  if (statement.kind === 'sentence') return names(statement.labelStems) ? 'label' : undefined;
  return statement.kind !== 'answer' && names(statement.nameStems) ? 'head' : undefined;
};

const namingBy = (other: Alone, at: number): readonly { readonly other: Alone; readonly by: Naming }[] => {
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
const isBeside = (one: Alone, other: Alone, by: Naming): boolean => {
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
    const isOther = question.language !== undefined && question.language !== read.passage.language;
    return { read, meant, base: { passage: (scores[at] ?? 0) / top, otherLanguage: isOther ? 1 : 0 } };
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
      evidence: { ...NONE, ...base, own: covered, kind: strength },
      phrased: phrasing(meant, [...read.question]),
      about: union(read.question, answer, read.headings),
      subject: meant.map((one) => matchIn(one, read.question)),
      named: namedShare(meant, read.question),
      titled: 0,
    },
  ];
};

/** What only other candidates decide, or a passage that has no statements lacks. */
const NONE = { before: 0, behind: 0, subject: 0, named: 0, conditional: 0, foreign: 0, otherSize: 0, meaning: 0 };

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
