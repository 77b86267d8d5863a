import { count, create, insert, remove, search } from '@orama/orama';
import { CONSIDERED_PASSAGES, extractAnswer, type RankedPassage } from './answers/extract-answer.ts';
import { splitWords } from './language/split-words.ts';
import { createOramaComponent, MAX_CANDIDATES } from './orama-component.ts';
import type { IndexedPassage, SearchIndex } from './search-index.ts';
import { createTermIndex } from './terms/term-index.ts';

const schema = { title: 'string', question: 'string', text: 'string', sourceId: 'enum', language: 'enum' } as const;

/** One team's passages in memory: Orama with our own full-text index. Equal scores are ordered by id, so a rebuilt index ranks the same. */
export const createSearchIndex = (): SearchIndex => {
  const terms = createTermIndex();
  const database = create({
    schema,
    sort: { enabled: false },
    components: {
      index: createOramaComponent(terms),
      // The component analyses by itself; Orama uses this one for nothing but filters.
      tokenizer: { language: 'russian', normalizationCache: new Map(), tokenize: splitWords },
    },
  });
  const stored = new Map<string, IndexedPassage>();

  // The component is synchronous and so, then, is Orama: nothing runs between a removal and its insert.
  const forget = (id: string): void => {
    if (stored.delete(id)) remove(database, id);
  };

  const find = async (query: string, limit: number): Promise<RankedPassage[]> => {
    const { hits } = await search(database, { term: query, limit: MAX_CANDIDATES, threshold: 1 });
    return hits
      .flatMap(({ id, score }) => {
        const passage = stored.get(id);
        // Orama gives everything, with no score, to a query without words.
        return passage && score > 0 ? [{ passage, score }] : [];
      })
      .sort((a, b) => b.score - a.score || (a.passage.id < b.passage.id ? -1 : 1))
      .slice(0, limit);
  };

  return {
    put: async (passages) => {
      for (const passage of passages) {
        forget(passage.id);
        const { question, ...rest } = passage;
        stored.set(passage.id, passage);
        insert(database, question === undefined ? rest : { ...rest, question });
      }
    },
    remove: async (ids) => {
      for (const id of ids) forget(id);
    },
    search: async (query, limit) =>
      (await find(query, limit)).map(({ passage, score }) => ({
        passageId: passage.id,
        sourceId: passage.sourceId,
        title: passage.title,
        text: passage.text,
        score,
        joined: [{ passageId: passage.id, text: passage.text }],
        duplicates: [],
      })),
    answer: async (question) => extractAnswer(question, terms, await find(question, CONSIDERED_PASSAGES)),
    count: async () => count(database),
  };
};
