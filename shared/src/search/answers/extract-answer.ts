import type { Span } from '../language/split-sentences.ts';
import type { ExtractedAnswer, IndexedPassage } from '../search-index.ts';
import type { TermIndex } from '../terms/term-index.ts';
import { answerConfidence, MIN_CONFIDENCE, readSigns } from './answer-confidence.ts';
import { chooseSpans } from './choose-quotes.ts';
import type { ReadPassage } from './read-passage.ts';
import { readQuestion } from './read-question.ts';
import { sayQuote } from './say-quote.ts';
import { weighSentences } from './weigh-sentences.ts';

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
  const [best] = candidates;
  if (!best) return nothing(0);
  const confidence = answerConfidence(readSigns(best, candidates, question));
  if (confidence < MIN_CONFIDENCE) return nothing(confidence);
  const { passage } = best.read;
  const quotes = chooseSpans(best, candidates, question).map((span) => quote(best.read, span));
  // The written answer of a question-answer pair may say that it depends.
  const isPair = passage.question !== undefined || best.statement?.kind === 'answer';
  const isBeside = !isPair && question.kind?.isMissing(quotes.map((one) => one.text).join(' '));
  return isBeside ? nothing(confidence) : { answered: true, confidence, quotes };
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
