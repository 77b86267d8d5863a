import { foldText } from '@inbetwin/shared/search/language/fold-text.ts';
import { areaUnderRoc, mean, quantile } from '@inbetwin/shared/search/metrics.ts';
import type { SearchIndex } from '@inbetwin/shared/search/search-index.ts';
import { toPassage } from './inbetwin-engine.ts';
import type { SearchSet } from './search-set.ts';

/** Every so many queries one is asked with its relevant documents taken away. */
const DECLINE_EVERY = 5;
const FALSE_DECLINES = 0.05;

const plain = (text: string): string => foldText(text).replace(/\s+/g, ' ').trim();

/** The share of questions whose answer, one or two sentences, contains the gold answer; a declined one contains nothing. */
export const answerContains = async (index: SearchIndex, { queries }: SearchSet): Promise<number> => {
  const hits: number[] = [];
  for (const { text, answer } of queries) {
    if (answer === undefined) continue;
    const { quotes } = await index.answer(text);
    hits.push(plain(quotes.map((quote) => quote.text).join(' ')).includes(plain(answer)) ? 1 : 0);
  }
  return mean(hits);
};

/**
 * How well confidence tells a question that can be answered from one whose relevant documents are gone: the area under
 * the ROC curve, and the share of the latter that are declined when 5 % of the former are.
 */
export const declineQuality = async (index: SearchIndex, { queries, documents, language }: SearchSet) => {
  const answerable: number[] = [];
  const unanswerable: number[] = [];
  for (const [at, { text, relevant }] of queries.entries()) {
    if (at % DECLINE_EVERY !== DECLINE_EVERY - 1) {
      answerable.push((await index.answer(text)).confidence);
      continue;
    }
    const gone = documents.filter(({ id }) => (relevant[id] ?? 0) > 0);
    await index.remove(gone.map(({ id }) => id));
    unanswerable.push((await index.answer(text)).confidence);
    await index.put(gone.map((document) => toPassage(document, language)));
  }
  const threshold = quantile(answerable, FALSE_DECLINES);
  return {
    declineAuroc: areaUnderRoc(answerable, unanswerable),
    declineAt5: mean(unanswerable.map((confidence) => (confidence < threshold ? 1 : 0))),
  };
};
