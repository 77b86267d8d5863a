import type { AnswerSigns } from '@inbetwin/shared/search/answers/answer-confidence.ts';
import type { SearchIndex } from '@inbetwin/shared/search/search-index.ts';
import { createInbetwin, toPassage } from '../inbetwin-engine.ts';
import type { SearchSet, SetQuery } from '../search-set.ts';

/** What the search said to one question. */
export type Asked = {
  /** Whether the collection held the answer. */
  readonly isPresent: boolean;
  readonly isAnswered: boolean;
  readonly confidence: number;
  /** The best full-text score of a passage: what a search without any model of confidence can decide by. */
  readonly plainScore: number;
  /** Absent if no passage was found. */
  readonly signs?: AnswerSigns;
};

/**
 * Asks each question of a set twice: as it is, and with its relevant documents removed. A question without relevant
 * documents is asked once, as one that cannot be answered.
 */
export const askBothWays = async (set: SearchSet): Promise<readonly Asked[]> => {
  const { index } = await createInbetwin(set, 'builtin');
  try {
    const asked: Asked[] = [];
    for (const query of set.queries) if (relevantIn(set, query).length > 0) asked.push(await ask(index, query, true));
    for (const query of set.queries) {
      const gone = relevantIn(set, query);
      await index.remove(gone.map(({ id }) => id));
      asked.push(await ask(index, query, false));
      await index.put(gone.map((document) => toPassage(document, set.language)));
    }
    return asked;
  } finally {
    index.close();
  }
};

const relevantIn = ({ documents }: SearchSet, { relevant }: SetQuery) =>
  documents.filter(({ id }) => (relevant[id] ?? 0) > 0);

const ask = async (index: SearchIndex, { text }: SetQuery, isPresent: boolean): Promise<Asked> => {
  const { answered, confidence, signs } = await index.answer(text, { explain: true });
  const found = await index.search(text, CONSIDERED, { explain: true });
  const plainScore = Math.max(0, ...found.map(({ why }) => why?.fullText?.score ?? 0));
  return { isPresent, isAnswered: answered, confidence, plainScore, ...(signs && { signs }) };
};

const CONSIDERED = 3;
