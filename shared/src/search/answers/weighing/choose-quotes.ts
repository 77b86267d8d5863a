import type { Span } from '../../language/split-sentences.ts';
import { holdsMoney } from '../answer-kind.ts';
import { type Question, stemOf } from '../read-question.ts';
import { paragraphOf } from '../statements/paragraph.ts';
import type { ReadSentence } from '../statements/read-passage.ts';
import type { Candidate } from './candidate.ts';
import { matchIn } from './match-words.ts';

/**
 * A second sentence of the paragraph is also quoted unless the best one is this much more likely (log-odds; a factor of
 * nine).
 */
const SECOND_WITHIN = 2.2;
/**
 * Rows, items, and prices within this distance of the best one (log-odds) are quoted as well, because the question does not distinguish
 * them.
 */
const SAME_WITHIN = 0.4;
const MOST_ALIKE = 4;
/** A sentence that covers this share of the question needs no second one. */
const COMPLETE = 0.95;
/** A sentence that is so much more likely than the others of its paragraph (log-odds) needs none of them. */
const PLAINLY = 4;
/** A section, list, or table that is asked for as a whole is quoted up to this length. */
const MAX_TOPIC_LENGTH = 500;
/** A paragraph is quoted completely up to this length, unless it is a list of prices: its sentences explain and limit each other. */
const MAX_WHOLE_LENGTH = 320;

/** Chooses what to quote from the passage of the best candidate. */
export const chooseSpans = (best: Candidate, candidates: readonly Candidate[], question: Question): readonly Span[] => {
  const { statement, read } = best;
  if (!statement || statement.kind === 'answer') return [best.span];
  const block = read.sentences.filter((other) => other.block === statement.block);
  const others = candidates.filter((other) => other.read === read && other.statement?.block === statement.block);
  const whole = wholeOf(best, statement, question);
  if (whole.length > 0) return whole;
  const opening = isTopicOf(best, question) ? openingOf(read.sentences) : [];
  if (opening.length > 0) return opening;
  const topic = toldOf(others, question);
  if (statement.kind !== 'sentence') return topic.length > 0 ? topic : alike(best, others);
  const sentences = paragraphOf(read, statement);
  const [paragraph] = spansOf(sentences);
  if (isPriceList(sentences)) return withRest(best.isUnder ? alike(best, others) : [best.span], block);
  const isPlain = others.every((other) => other === best || best.score - other.score > PLAINLY);
  if (best.covered >= COMPLETE && isPlain) return withRest(topic.length > 0 ? topic : [best.span], block);
  if (paragraph && paragraph.end - paragraph.start <= MAX_WHOLE_LENGTH) return [paragraph];
  const isApart = ({ span }: Candidate) => span.end <= best.span.start || best.span.end <= span.start;
  const second = others.find((other) => isApart(other) && best.wordScore - other.wordScore <= SECOND_WITHIN);
  return withRest(second ? joinNeighbors(best, second) : [best.span], block);
};

/** Several sentences with a price each: they are about different things. */
const isPriceList = (block: readonly ReadSentence[]): boolean =>
  block.filter(({ text }) => holdsMoney(text)).length > 1;

const alike = (best: Candidate, others: readonly Candidate[]): readonly Span[] =>
  others
    .filter(({ wordScore }) => best.wordScore - wordScore <= SAME_WITHIN)
    .slice(0, MOST_ALIKE)
    .map(({ span }) => span)
    .toSorted((a, b) => a.start - b.start);

/** The span from the first to the last statement. */
const spansOf = (statements: readonly Span[]): readonly Span[] => {
  const [first] = statements;
  const last = statements.at(-1);
  return first && last ? [{ start: first.start, end: last.end }] : [];
};

/**
 * A question that a label or a heading covers, and whose statements add nothing that was asked for, asks for all of it:
 * the ways to pay, the opening hours, what to bring. Returns nothing if that is too long to be said.
 */
const wholeOf = ({ read, meant }: Candidate, statement: ReadSentence, { kind }: Question): readonly Span[] => {
  const held = meant.filter((one) => matchIn(one, read.counts) > 0 && !kind?.answersWord(stemOf(one.term)));
  if (held.length === 0) return [];
  const isNamedBy = (stems: ReadonlySet<string>) => held.every((one) => matchIn(one, stems) > 0);
  const run = read.sentences.filter(({ block, label }) => block === statement.block && label === statement.label);
  const unit = isNamedBy(statement.labelStems) ? run : isNamedBy(read.headings) ? read.sentences : [];
  const spans = [...Map.groupBy(unit, ({ block }) => block).values()].flatMap(spansOf);
  const length = spans.reduce((total, { start, end }) => total + end - start, 0);
  return length <= MAX_TOPIC_LENGTH ? spans : [];
};

/** Whether the question only names the topic of the section: "Есть скидки?" */
const isTopicOf = (best: Candidate, { kind }: Question): boolean => !kind && best.isTitled && best.covered < COMPLETE;

/** For a question that consists of a topic, returns everything that the paragraph says about it. */
const toldOf = (others: readonly Candidate[], { kind, terms }: Question): readonly Span[] => {
  if (kind || terms.length > 1) return [];
  const told = others.filter(({ covered }) => covered >= COMPLETE).map(({ span }) => span);
  const start = Math.min(...told.map((span) => span.start));
  const end = Math.max(...told.map((span) => span.end));
  return end > start && end - start <= MAX_TOPIC_LENGTH ? [{ start, end }] : [];
};

/** Returns as many of the first paragraphs, lists, and tables as fit. */
const openingOf = (statements: readonly ReadSentence[]): readonly Span[] => {
  const blocks = [...Map.groupBy(statements, ({ block }) => block).values()];
  return blocks.flatMap(spansOf).filter(({ end }) => end <= MAX_TOPIC_LENGTH);
};

/** A sentence with such a beginning limits or continues the one before it. */
const GOES_ON =
  /^(?:если|иначе|тогда|затем|потом|позже|дальше|далее|после этого|кроме|но|однако|зато|также|меньше|больше|раньше|дороже|дешевле|за (?:это|него|неё|них)|if|otherwise|then|later|after that|afterwards|except|but|however|also|unless|less|more|earlier)(?!\p{L})/iu;

/** Extends the last quote by the sentence that limits or continues it. */
const withRest = (spans: readonly Span[], block: readonly ReadSentence[]): readonly Span[] =>
  spans.map((span) => {
    const next = block.find(({ start }) => start >= span.end);
    const isQuoted = next && spans.some(({ start }) => start === next.start);
    if (!next || isQuoted || !GOES_ON.test(next.readable)) return span;
    return next.end - span.start <= MAX_WHOLE_LENGTH ? { start: span.start, end: next.end } : span;
  });

/** Two adjacent sentences become one quote; otherwise the better one comes first. */
const joinNeighbors = (best: Candidate, second: Candidate): readonly Span[] => {
  const [early, late] = best.span.start < second.span.start ? [best.span, second.span] : [second.span, best.span];
  const between = best.read.passage.text.slice(early.end, late.start);
  return between.trim() === '' ? [{ start: early.start, end: late.end }] : [best.span, second.span];
};
