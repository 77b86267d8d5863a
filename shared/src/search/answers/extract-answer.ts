import type { Span } from '../language/split-sentences.ts';
import type { ExtractedAnswer, IndexedPassage } from '../search-index.ts';
import type { TermIndex } from '../terms/term-index.ts';
import { answerConfidence, MIN_CONFIDENCE, readSigns } from './answer-confidence.ts';
import { holdsMoney } from './answer-kind.ts';
import { chooseSpans } from './choose-quotes.ts';
import { matchIn } from './match-words.ts';
import type { ReadPassage } from './read-passage.ts';
import { type Question, readQuestion, stemOf } from './read-question.ts';
import { sayQuote } from './say-quote.ts';
import { type Candidate, weighSentences } from './weigh-sentences.ts';

/** The number of passages that are read for an answer. */
export const CONSIDERED_PASSAGES = 8;

const nothing = (confidence: number): ExtractedAnswer => ({ answered: false, confidence, quotes: [] });

/**
 * Extracts the best one or two sentences of the best passages verbatim; from a question-answer pair, the answer. The
 * order of `passages` does not matter: each is weighed by its words.
 */
export const extractAnswer = (text: string, index: TermIndex, passages: readonly IndexedPassage[]): ExtractedAnswer => {
  const question = readQuestion(text, index);
  const readable = question.vague ? passages.filter((passage) => passage.question !== undefined) : passages;
  const candidates = weighSentences(question, readable);
  const best = candidates.find((one) => isLikely(one, question));
  if (!best) return nothing(0);
  const confidence = answerConfidence(readSigns(best, candidates, question));
  if (confidence < MIN_CONFIDENCE) return nothing(confidence);
  const { passage } = best.read;
  const quotes = chooseSpans(best, candidates, question).map((span) => quote(best.read, span));
  // The written answer of a question-answer pair may say that it depends.
  const isPair = passage.question !== undefined || best.statement?.kind === 'answer';
  const isBeside = !isPair && question.kind?.isMissing(quotes.map((one) => one.text).join(' '));
  const isOthers = holdsMoney(quotes.map(({ text }) => text).join(' ')) && heldShare(best, question) < MIN_HELD;
  return isBeside || isOthers ? nothing(confidence) : { answered: true, confidence, quotes };
};

const isLikely = ({ read, statement }: Candidate, { required }: Question): boolean =>
  required === undefined || required.test(statement?.text ?? read.passage.text);

/**
 * The minimum share of the question's subject, by rarity, that a statement and its labels must contain before an amount of money is quoted,
 * because the price of something else is worse than none.
 */
const MIN_HELD = 0.6;

const heldShare = ({ meant, about }: Candidate, { kind }: Question): number => {
  const subject = meant.filter(({ term }) => !term.isNumber && !kind?.answersWord(stemOf(term)));
  const all = subject.reduce((sum, { term }) => sum + term.share, 0);
  const held = subject.reduce((sum, one) => sum + one.term.share * (matchIn(one, about) > 0 ? 1 : 0), 0);
  return all > 0 ? held / all : 1;
};

const quote = (read: ReadPassage, { start, end }: Span): ExtractedAnswer['quotes'][number] => {
  const { passage } = read;
  return {
    passageId: passage.id,
    sourceId: passage.sourceId,
    title: passage.title,
    text: passage.text.slice(start, end),
    said: sayQuote(read, { start, end }),
    start,
    end,
  };
};
