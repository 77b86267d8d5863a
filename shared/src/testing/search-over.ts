import type { KnowledgeSearch } from '../search/search-index.ts';

type Found = { readonly passageId: string; readonly sourceId: string; readonly title: string; readonly text: string };

/** A search that returns what `find` returns and answers with all of it. */
export const searchOver = (find: (query: string) => readonly Found[] | Promise<readonly Found[]>): KnowledgeSearch => ({
  search: async (query, limit) =>
    (await find(query)).slice(0, limit).map((passage) => ({
      ...passage,
      score: 1,
      joined: [{ passageId: passage.passageId, text: passage.text }],
      duplicates: [],
    })),
  answer: async (question) => {
    const quotes = (await find(question)).map((passage) => ({
      ...passage,
      said: passage.text,
      start: 0,
      end: passage.text.length,
    }));
    return { answered: quotes.length > 0, confidence: quotes.length > 0 ? 0.9 : 0, quotes };
  },
});
