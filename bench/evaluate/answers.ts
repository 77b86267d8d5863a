import { foldText } from '@inbetwin/shared/search/language/fold-text.ts';
import { areaUnderRoc, mean, quantile } from '@inbetwin/shared/search/metrics.ts';
import type { ExtractedAnswer, SearchIndex } from '@inbetwin/shared/search/search-index.ts';
import { toPassage } from './inbetwin-engine.ts';
import type { SearchSet, SetQuery } from './search-set.ts';

/** One of this many queries is asked with its relevant documents removed. */
const DECLINE_EVERY = 5;
const FALSE_DECLINES = 0.05;

const plain = (text: string): string => foldText(text).replace(/\s+/g, ' ').trim();

const contains = ({ quotes }: ExtractedAnswer, answer: string): boolean =>
  plain(quotes.map(({ text }) => text).join(' ')).includes(plain(answer));

/**
 * Returns the share of questions whose answer, one or two sentences, contains the gold answer; a declined question
 * counts as not containing it.
 */
export const answerContains = async (index: SearchIndex, { queries }: SearchSet): Promise<number> => {
  const hits: number[] = [];
  for (const { text, answer } of queries) {
    if (answer === undefined) continue;
    hits.push(contains(await index.answer(text), answer) ? 1 : 0);
  }
  return mean(hits);
};

/**
 * Measures how well confidence distinguishes a question that can be answered from one whose relevant documents were
 * removed: the area under the ROC curve (`declineAuroc`), and the share of the latter that are declined when 5 % of the
 * former are (`declineAt5`). Then the results of the engine's own threshold: the share of the former that it declines
 * (`falseDeclines`), the share of the latter that it declines (`rightDeclines`), and the share of its answers that lack
 * the gold answer (`wrongAnswers`).
 */
export const declineQuality = async (index: SearchIndex, set: SearchSet): Promise<Record<string, number>> => {
  const { answerable, unanswerable } = await askAll(index, set);
  const present = answerable.map(({ given }) => given.confidence);
  const gone = unanswerable.map(({ given }) => given.confidence);
  const threshold = quantile(present, FALSE_DECLINES);
  return {
    declineAuroc: areaUnderRoc(present, gone),
    declineAt5: mean(gone.map((confidence) => (confidence < threshold ? 1 : 0))),
    falseDeclines: mean(answerable.map(({ given }) => (given.answered ? 0 : 1))),
    rightDeclines: mean(unanswerable.map(({ given }) => (given.answered ? 0 : 1))),
    ...wrongAnswers(answerable, unanswerable),
  };
};

type Asked = { readonly query: SetQuery; readonly given: ExtractedAnswer };

const askAll = async (index: SearchIndex, { queries, documents, language }: SearchSet) => {
  const byId = new Map(documents.map((document) => [document.id, document]));
  const answerable: Asked[] = [];
  const unanswerable: Asked[] = [];
  for (const [at, query] of queries.entries()) {
    if (at % DECLINE_EVERY !== DECLINE_EVERY - 1) {
      answerable.push({ query, given: await index.answer(query.text) });
      continue;
    }
    const gone = Object.keys(query.relevant).flatMap((id) => {
      const document = byId.get(id);
      return document && (query.relevant[id] ?? 0) > 0 ? [document] : [];
    });
    await index.remove(gone.map(({ id }) => id));
    unanswerable.push({ query, given: await index.answer(query.text) });
    await index.put(gone.map((document) => toPassage(document, language)));
  }
  return { answerable, unanswerable };
};

/** Only if the set has gold answers. */
const wrongAnswers = (answerable: readonly Asked[], unanswerable: readonly Asked[]): Record<string, number> => {
  if (answerable.every(({ query }) => query.answer === undefined)) return {};
  const wrong = answerable.flatMap(({ query: { answer }, given }) =>
    given.answered && answer !== undefined ? [contains(given, answer) ? 0 : 1] : [],
  );
  return { wrongAnswers: mean([...wrong, ...unanswerable.filter(({ given }) => given.answered).map(() => 1)]) };
};
