import { z } from 'zod';
import { defineTool } from './tool.ts';

export const searchKnowledge = defineTool({
  name: 'search_knowledge',
  description: "Search the team's knowledge base. Answer only with what it returns, and cite a result as [n].",
  effect: 'read',
  arguments: z.strictObject({
    query: z.string().trim().min(1).max(1000).describe("The customer's question, in their language"),
    limit: z.int().min(1).max(10).optional(),
  }),
  timeLimitMs: 10_000,
  execute: async ({ query, limit = 5 }, { search }) => {
    const [results, extracted] = await Promise.all([search.search(query, limit), search.answer(query)]);
    return {
      results: results.map(({ passageId, sourceId, title, text, score }) => ({
        passageId,
        sourceId,
        title,
        text,
        score,
      })),
      extracted: {
        answered: extracted.answered,
        confidence: extracted.confidence,
        quotes: extracted.quotes.map(({ passageId, sourceId, title, text, start, end }) => ({
          passageId,
          sourceId,
          title,
          text,
          start,
          end,
        })),
      },
    };
  },
});
