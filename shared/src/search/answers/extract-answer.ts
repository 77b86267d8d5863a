import type { Span } from '../language/split-sentences.ts';
import { unitBehind } from '../language/values/units.ts';
import type { MeaningModel } from '../meaning/meaning-model.ts';
import type { ExtractedAnswer, IndexedPassage } from '../search-index.ts';
import type { TermIndex } from '../terms/term-index.ts';
import { type AnswerSigns, answerConfidence, MIN_CONFIDENCE } from './answer-confidence.ts';
import { holdsMoney } from './answer-kind.ts';
import type { Weekday } from './kinds/weekdays.ts';
import { type Question, readQuestion, stemOf } from './read-question.ts';
import { readSigns } from './read-signs.ts';
import { measuresIn } from './statements/measures.ts';
import type { PassageBefore } from './statements/read-passage.ts';
import { sayQuote } from './statements/say-quote.ts';
import type { Candidate } from './weighing/candidate.ts';
import { chooseSpans } from './weighing/choose-quotes.ts';
import { type AskedComparison, compareCandidates, readComparison } from './weighing/comparisons.ts';
import { areOfOneKind, asksForAll, competingThings, headingOf, type Thing } from './weighing/competing-things.ts';
import { type Meant, matchIn } from './weighing/match-words.ts';
import { weighSentences } from './weighing/weigh-sentences.ts';

/** The number of passages that are read for an answer. */
export const CONSIDERED_PASSAGES = 8;

/** A statement that covers this share of the question answers it, whatever else such an answer usually contains. */
const COMPLETE = 0.95;

/** The confidence in a quote that lacks what was asked for or is about something else, as a fraction of what its words say. */
const UNFIT = 0.5;

/** The index, the passages found for the question, and the passages that precede them. */
export type AnswerRequest = {
  readonly index: TermIndex;
  readonly passages: readonly IndexedPassage[];
  readonly before: PassageBefore;
  /** Compares meanings; without it, only words count. */
  readonly meaning?: MeaningModel | undefined;
  /** The day at the business when the question is asked. */
  readonly today?: Weekday | undefined;
  /** The ids of the passages that the customer was told of last. */
  readonly lastCited?: readonly string[] | undefined;
};

/** The statement that most likely answers a question, among all others, with the evidence for it. */
export type FoundAnswer = Answering & { readonly signs: AnswerSigns; readonly confidence: number };

/** Returns the best statement of the passages, however little it has to do with the question. */
export const findAnswer = (text: string, request: AnswerRequest): FoundAnswer | undefined => {
  const { index, passages, before, today, meaning, lastCited } = request;
  const question = readQuestion(text, index, today);
  const readable = question.vague ? passages.filter((passage) => passage.question !== undefined) : passages;
  // A question that names nothing means something only where it is stored in the same words.
  const compare = question.vague ? undefined : meaning?.closenessTo(question.text);
  const candidates = weighSentences(question, readable, { before, compare, lastCited });
  const likely = candidates.filter((one) => isLikely(one, question));
  const best =
    likely.find((one) => question.required === undefined || question.expected?.test(textOf(one))) ?? likely[0];
  if (!best || isOfUnknownSize(best, candidates, question)) return undefined;
  const things = competingThings(best, candidates, question);
  const signs = readSigns(best, { candidates: withoutRivals(candidates, best, things), question, index, meaning });
  return { best, candidates, question, things, signs, confidence: answerConfidence(signs) };
};

/**
 * Extracts the best one or two sentences of the best passages verbatim; from a question-answer pair, the answer. The
 * order of `passages` does not matter: each is weighed by its words.
 */
export const extractAnswer = (text: string, request: AnswerRequest): ExtractedAnswer => {
  const comparison = readComparison(text);
  const compared = comparison && extractComparison(comparison, request);
  if (compared) return compared;
  const found = findAnswer(text, request);
  if (!found) return { answered: false, confidence: 0, quotes: [] };
  const { best, question, signs, confidence } = found;
  const declined: ExtractedAnswer = { answered: false, confidence, quotes: [], signs };
  if (confidence < MIN_CONFIDENCE) return declined;
  const { quotes, choices } = quoteThings(text, found);
  const told = quotes.map((one) => one.text).join(' ');
  return isBesideQuestion(best, question, told) || isOfOthers(found, quotes)
    ? { ...declined, confidence: UNFIT * confidence }
    : { answered: true, confidence, quotes, ...(choices && { choices }), signs };
};

/** Whether the quotes lack the kind of thing that was asked for. The written answer of a question-answer pair may say that it depends. */
const isBesideQuestion = (best: Candidate, question: Question, told: string): boolean => {
  const isPair = best.read.passage.question !== undefined || best.statement?.kind === 'answer';
  if (isPair || best.covered >= COMPLETE) return false;
  return (question.kind?.isMissing(told) ?? false) && !deniesAsked(best, question);
};

/** With such a cosine, and such a distance from what else is said, a statement is about what was asked, whatever words it uses. */
const MEANS_ASKED = 0.5;
const MEANS_IT_ALONE = 0.05;
/** If more of the question is strange, it may ask for something else. */
const MOST_STRANGE = 0.25;

/** Whether the quotes tell the price of something else. */
const isOfOthers = ({ best, question, confidence, signs }: FoundAnswer, quotes: ExtractedAnswer['quotes']): boolean => {
  if (!holdsMoney(quotes.map((one) => one.text).join(' '))) return false;
  const isMeant = signs.meaning >= MEANS_ASKED && signs.meaningAhead >= MEANS_IT_ALONE;
  if (isMeant && signs.strange <= MOST_STRANGE) return false;
  const isPassing = confidence >= SURE && mentionsInPassing(best, question);
  return !isPassing && !isAboutAsked(best, question, countThings(best, quotes));
};

/** Undefined if the question has no table or list whose values can be compared. */
const extractComparison = (
  comparison: AskedComparison,
  { index, passages, before }: AnswerRequest,
): ExtractedAnswer | undefined => {
  const question = readQuestion(comparison.rest, index);
  if (question.terms.length === 0) return undefined;
  // The compared things differ by their names, which the meaning would blur.
  const candidates = weighSentences(question, passages, { before });
  const [best] = candidates;
  const compared = best && compareCandidates(comparison, best, candidates);
  if (!best || !compared) return undefined;
  const signs = readSigns(best, { candidates, question, index });
  const confidence = answerConfidence(signs);
  if (confidence < MIN_CONFIDENCE) return undefined;
  return { answered: true, confidence, signs, quotes: compared.map((one) => quote(one, one.span, askedHeading(one))) };
};

/** With this confidence, a price in the answer to a question that asks for no price is only mentioned in passing. */
const SURE = 0.55;

/** A few words that name a thing ask for its price, and so do those that ask for an amount; a row of a price list is about a price. */
const mentionsInPassing = ({ statement }: Candidate, { kind, terms }: Question): boolean =>
  kind?.strength(PRICE) !== 1 &&
  terms.length >= LEAST_TOLD &&
  (statement?.kind === 'sentence' || statement?.kind === 'answer');
const PRICE = '100 ₽';
const LEAST_TOLD = 4;

/** «Сиропов не держим», "we don't charge corkage": what does not exist has no price. */
const DENIES =
  /(?<!\p{L})не\s\p{L}{2,20}(?:ем|им|ём)(?:ся)?(?!\p{L})|(?<!\p{L})(?:we|do) (?:do not|don't|not|no longer) \p{L}{2,}/iu;

/** Whether the statement says that the business does not have or take what is asked for, in the question's own words. */
const deniesAsked = ({ meant, statement, covered }: Candidate, { kind }: Question): boolean =>
  statement !== undefined &&
  covered >= MIN_HELD_NAMED &&
  DENIES.test(statement.text) &&
  meant.some((one) => isSubject(one, kind) && matchIn(one, statement.stems) >= MEANS);

const textOf = ({ read, statement }: Candidate): string => statement?.text ?? read.passage.text;

/** Whether what was asked for exists only in other sizes, so that a statement that mentions it is no answer. */
const isOfUnknownSize = (best: Candidate, candidates: readonly Candidate[], { measures }: Question): boolean => {
  if (measures.every(({ symbol }) => symbol === 'year')) return false;
  const asked = ({ meant, subject }: Candidate): number =>
    meant.reduce((sum, { term }, at) => sum + term.share * (subject[at] ?? 0), 0);
  const told = measuresIn(textOf(best));
  const isTold = told.some(({ symbol }) => measures.some((one) => one.symbol === symbol));
  return !isTold && candidates.some((other) => other.isOtherSize && asked(other) >= asked(best));
};

const isLikely = (one: Candidate, { required }: Question): boolean =>
  !one.isOtherSize && (required === undefined || required.test(textOf(one)));

/**
 * The minimum share of the question's subject, by rarity, that a statement and its labels must contain before an amount of money is quoted,
 * because the price of something else is worse than none.
 */
const MIN_HELD = 0.6;
/** The same if the question contains the name of the row, item, paragraph, or section, so that what it lacks may be other words. */
const MIN_HELD_NAMED = 0.4;
/** A text with such a word may say what is allowed. */
const SAYS_RULE =
  /(?<!\p{L})(?:можно|нельзя|только|запрещ\p{L}{0,6}|разреш\p{L}{0,6}|не|нет|only|not|no|cannot|can|may|welcome|allowed)(?!\p{L})|n't/iu;
/** The same if the question asks what is allowed and the text does not say it. */
const MIN_HELD_RULE = 0.75;
const IS_NAMED = 0.75;
/** A written answer whose question has this share of its words in common with what was asked is about it. */
const IS_ANSWERED = 0.5;
/** The greatest share of the question that may name another subject of the knowledge base. */
const MAX_FOREIGN = 0.04;
/** A word with a weaker match may mean something else. */
const MEANS = 0.5;

/** The number of quotes, or of the rows and items in them. */
const countThings = ({ read }: Candidate, quotes: readonly Span[]): number => {
  const things = read.sentences.filter(
    ({ kind, start, end }) =>
      (kind === 'row' || kind === 'item') && quotes.some((one) => one.start <= start && end <= one.end),
  );
  return Math.max(quotes.length, things.length);
};

/** Of several things that the question does not distinguish, a word that they lack may mean yet another one. */
const isAboutAsked = (candidate: Candidate, { kind, ...question }: Question, count: number): boolean => {
  const { meant, about, read, evidence, named, statement } = candidate;
  if (statement?.kind === 'answer' && named >= IS_ANSWERED) return true;
  const asksRule = question.asksRule && !SAYS_RULE.test(textOf(candidate));
  const words = meant.flatMap((one, at) =>
    isSubject(one, kind) ? [{ one, subject: candidate.subject[at] ?? 0 }] : [],
  );
  const shareOf = (isCounted: (word: (typeof words)[number]) => boolean): number =>
    words.reduce((sum, word) => sum + (isCounted(word) ? word.one.term.share : 0), 0);
  const all = shareOf(() => true);
  const held = shareOf(({ one }) => Math.max(matchIn(one, about), matchIn(one, read.title)) >= MEANS);
  const inSubject = shareOf(({ subject }) => subject >= MEANS);
  const asksAmount = kind?.ofMoney ?? false;
  const isNamed = !asksRule && count === 1 && (named >= IS_NAMED || (!asksAmount && inSubject / all >= MIN_HELD_NAMED));
  return (
    all === 0 ||
    (held / all >= (asksRule ? MIN_HELD_RULE : isNamed ? MIN_HELD_NAMED : MIN_HELD) && evidence.foreign <= MAX_FOREIGN)
  );
};

/** Numbers, units and words such as "price" do not name a thing, nor does the sign in "4 x 8". */
const isSubject = ({ term }: Meant, kind: Question['kind']): boolean => {
  const stem = stemOf(term);
  return !term.isNumber && stem.length > 1 && unitBehind(stem) === undefined && !kind?.answersWord(stem);
};

const withoutRivals = (candidates: readonly Candidate[], best: Candidate, things: readonly Thing[]) =>
  candidates.filter((one) => one === best || !things.some((thing) => thing.candidates.includes(one)));

type Answering = {
  readonly best: Candidate;
  readonly candidates: readonly Candidate[];
  readonly question: Question;
  readonly things: readonly Thing[];
};

/** Of things that the question does not tell apart, this many are told of, within this length. */
const MOST_TOLD = 4;
const MAX_TOLD_LENGTH = 500;

/** Quotes what answers the question about all things that it may be about. If that is too much, it also names them. */
const quoteThings = (
  text: string,
  { best, candidates, question, things }: Answering,
): Pick<ExtractedAnswer, 'quotes' | 'choices'> => {
  const spans = chooseSpans(best, candidates, question);
  const quotes = spans.map((span) => quote(best, span, askedHeading(best)));
  const isTold = ({ read, span }: Candidate): boolean =>
    read === best.read && spans.some(({ start, end }) => start <= span.start && span.end <= end);
  if (things.every((thing) => thing.candidates.every(isTold))) return { quotes };
  const all = quoteAll(things);
  const length = all.reduce((sum, { said }) => sum + said.length, 0);
  if (length <= MAX_TOLD_LENGTH && (things.length <= MOST_TOLD || asksForAll(text))) return { quotes: all };
  return asksForAll(text) || !areOfOneKind(things) ? { quotes } : { quotes, choices: things.map(({ name }) => name) };
};

const quoteAll = (things: readonly Thing[]): ExtractedAnswer['quotes'] => {
  const headings = new Set(things.flatMap(({ candidates }) => candidates.map(headingOf)));
  return things.flatMap(({ candidates: [one], span }) =>
    one ? [quote(one, span, headings.size > 1 ? headingOf(one) : askedHeading(one))] : [],
  );
};

const quote = ({ read }: Candidate, { start, end }: Span, heading: string): ExtractedAnswer['quotes'][number] => {
  const { passage } = read;
  return {
    passageId: passage.id,
    sourceId: passage.sourceId,
    title: passage.title,
    text: passage.text.slice(start, end),
    said: sayQuote(read, { start, end }, heading),
    start,
    end,
  };
};

/** The heading if it was asked for and a statement with a figure does not itself say what it is about. */
const askedHeading = (candidate: Candidate): string => {
  const { read, statement, meant } = candidate;
  if (!statement || statement.kind === 'answer' || !/\d/.test(statement.text)) return '';
  const isAsked = meant.some(
    (one) =>
      matchIn(one, read.heading) > 0 && matchIn(one, statement.stems) === 0 && matchIn(one, statement.labelStems) === 0,
  );
  return isAsked ? headingOf(candidate) : '';
};
