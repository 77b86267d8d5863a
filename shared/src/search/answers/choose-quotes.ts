import type { Span } from '../language/split-sentences.ts';
import { holdsMoney } from './answer-kind.ts';
import type { ReadSentence } from './read-passage.ts';
import type { Question } from './read-question.ts';
import type { Candidate } from './weigh-sentences.ts';

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
/**
 * A question that only names a topic is answered with all sentences about it, unless together they are longer than
 * this.
 */
const MAX_TOPIC_LENGTH = 500;
/** A paragraph whose heading names the subject is quoted completely up to this length, unless it is a list of prices. */
const MAX_WHOLE_LENGTH = 320;

/** Chooses what to quote from the passage of the best candidate. */
export const chooseSpans = (best: Candidate, candidates: readonly Candidate[], question: Question): readonly Span[] => {
  const { statement, read } = best;
  if (!statement || statement.kind === 'answer') return [best.span];
  const block = read.sentences.filter((other) => other.block === statement.block);
  const others = candidates.filter((other) => other.read === read && other.statement?.block === statement.block);
  const topic = topicOf(best, others, question);
  if (topic.length > 0) return topic;
  if (statement.kind !== 'sentence') return alike(best, others);
  if (best.isUnder && statement.label === '' && isPriceList(block)) return alike(best, others);
  const [whole] = spansOf(block);
  if (best.isUnder && whole && whole.end - whole.start <= MAX_WHOLE_LENGTH) return [whole];
  if (best.covered >= COMPLETE) return [best.span];
  const isApart = ({ span }: Candidate) => span.end <= best.span.start || best.span.end <= span.start;
  const second = others.find((other) => isApart(other) && best.score - other.score <= SECOND_WITHIN);
  return second ? joinNeighbors(best, second) : [best.span];
};

/** Several sentences with a price each: they are about different things. */
const isPriceList = (block: readonly ReadSentence[]): boolean =>
  block.filter(({ text }) => holdsMoney(text)).length > 1;

const alike = (best: Candidate, others: readonly Candidate[]): readonly Span[] =>
  others
    .filter(({ score }) => best.score - score <= SAME_WITHIN)
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
 * For a question that only names a topic ("Есть скидки?"), returns everything that the paragraph says about it, or the
 * beginning of the section with that title.
 */
const topicOf = (best: Candidate, others: readonly Candidate[], question: Question): readonly Span[] => {
  if (question.kind) return [];
  if (best.isTitled && best.covered < COMPLETE) return openingOf(best.read.sentences);
  if (question.terms.length > 1) return [];
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

/** Two adjacent sentences become one quote; otherwise the better one comes first. */
const joinNeighbors = (best: Candidate, second: Candidate): readonly Span[] => {
  const [early, late] = best.span.start < second.span.start ? [best.span, second.span] : [second.span, best.span];
  const between = best.read.passage.text.slice(early.end, late.start);
  return between.trim() === '' ? [{ start: early.start, end: late.end }] : [best.span, second.span];
};
