import type { Span } from '../language/split-sentences.ts';
import type { Question } from './read-question.ts';
import type { Candidate } from './weigh-sentences.ts';

/**
 * A second sentence of the paragraph is also quoted unless the best one is this much more likely (log-odds; a factor of
 * nine).
 */
const SECOND_WITHIN = 2.2;
/** A sentence that covers this share of the question needs no second one. */
const COMPLETE = 0.95;
/**
 * A question that only names a topic is answered with all sentences about it, unless together they are longer than
 * this.
 */
const MAX_TOPIC_LENGTH = 500;

/** Chooses what to quote from the passage of the best candidate. */
export const chooseSpans = (best: Candidate, candidates: readonly Candidate[], question: Question): readonly Span[] => {
  if (best.read.passage.question !== undefined) return [best.span];
  const paragraph = paragraphOf(best);
  const others = candidates.filter(
    ({ read, span }) => read === best.read && paragraph.start <= span.start && span.end <= paragraph.end,
  );
  const topic = topicOf(best, others, question);
  if (topic.length > 0) return topic;
  if (best.covered >= COMPLETE) return [best.span];
  const isApart = ({ span }: Candidate) => span.end <= best.span.start || best.span.end <= span.start;
  const second = others.find((other) => isApart(other) && best.score - other.score <= SECOND_WITHIN);
  return second ? joinNeighbors(best, second) : [best.span];
};

/** Returns everything between the empty lines around the sentence. */
const paragraphOf = ({ read: { passage }, span }: Candidate): Span => {
  const before = [...passage.text.slice(0, span.start).matchAll(/\n\s*\n/g)].at(-1);
  const behind = passage.text.slice(span.end).search(/\n\s*\n/);
  return {
    start: before ? before.index + before[0].length : 0,
    end: behind < 0 ? passage.text.trimEnd().length : span.end + behind,
  };
};

/**
 * For a question that only names a topic ("Есть скидки?"), returns everything that the paragraph says about it, or the
 * beginning of the section with that title.
 */
const topicOf = (best: Candidate, others: readonly Candidate[], question: Question): readonly Span[] => {
  if (question.kind) return [];
  if (best.isTitled && best.covered < COMPLETE) return openingOf(best.read.passage.text);
  if (question.terms.length > 1) return [];
  const told = others.filter(({ covered }) => covered >= COMPLETE).map(({ span }) => span);
  const start = Math.min(...told.map((span) => span.start));
  const end = Math.max(...told.map((span) => span.end));
  return end > start && end - start <= MAX_TOPIC_LENGTH ? [{ start, end }] : [];
};

/** Returns as many of the first paragraphs as fit. */
const openingOf = (text: string): readonly Span[] => {
  const paragraphs = [...text.matchAll(/\S(?:(?!\n\s*\n)[\s\S])*/g)].map((match) => ({
    start: match.index,
    end: match.index + match[0].trimEnd().length,
  }));
  return paragraphs.filter(({ end }) => end <= MAX_TOPIC_LENGTH);
};

/** Two adjacent sentences become one quote; otherwise the better one comes first. */
const joinNeighbors = (best: Candidate, second: Candidate): readonly Span[] => {
  const [early, late] = best.span.start < second.span.start ? [best.span, second.span] : [second.span, best.span];
  const between = best.read.passage.text.slice(early.end, late.start);
  return between.trim() === '' ? [{ start: early.start, end: late.end }] : [best.span, second.span];
};
