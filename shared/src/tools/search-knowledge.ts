import { z } from 'zod';
import type { TeamDocuments } from '../ports/team-documents.ts';
import { weekdayAt } from '../search/answers/kinds/weekdays.ts';
import type { SearchResult } from '../search/search-index.ts';
import { defineTool } from './tool.ts';

/** Searches the team's knowledge base for passages that answer a query. */
export const searchKnowledge = defineTool({
  name: 'search_knowledge',
  description:
    "Search what the team's knowledge base says now. Answer only with what it returns, and cite a result as [n]. Results of one source that follow one another are read together. If there are `choices`, the question does not say which of them is meant: ask, by their names.",
  effect: 'read',
  inGroups: true,
  arguments: z.strictObject({
    query: z.string().trim().min(1).max(1000).describe("The customer's question, in their language"),
    limit: z.int().min(1).max(10).optional(),
    goesOn: z.boolean().optional().describe('Whether it goes on from the last reply: "and on Sunday?"'),
  }),
  timeLimitMs: 10_000,
  execute: async (
    { query, limit = 5, goesOn = false },
    { search, documents, calendar, timeZone, knowledge, lastCited },
  ) => {
    // A price that has expired or is not yet in force is never told.
    const now = calendar();
    const options = { filter: { validAt: now, sourceIds: knowledge } };
    const [results, extracted] = await Promise.all([
      search.search(query, limit, options),
      search.answer(query, { ...options, today: weekdayAt(now, timeZone), lastCited: goesOn ? await lastCited() : [] }),
    ]);
    return {
      results: await readJoined(results, documents),
      extracted: {
        answered: extracted.answered,
        confidence: extracted.confidence,
        ...(extracted.choices && { choices: [...extracted.choices] }),
        quotes: extracted.quotes.map(({ passageId, sourceId, title, text, said, start, end }) => ({
          passageId,
          sourceId,
          title,
          text,
          said,
          start,
          end,
        })),
      },
    };
  },
});

/**
 * Returns each passage with its neighbors in reading order, as separate results, because a citation refers to one
 * passage.
 */
const readJoined = async (results: readonly SearchResult[], { passages }: TeamDocuments) => {
  const neighbors = results.flatMap(({ passageId, joined }) => joined.filter((one) => one.passageId !== passageId));
  const stored = neighbors.length === 0 ? [] : await passages.getMany(neighbors.map(({ passageId }) => passageId));
  const titles = new Map(stored.map(({ id, title }) => [id, title]));
  return results.flatMap(({ sourceId, title, score, joined }) =>
    joined.map(({ passageId, text }) => ({ passageId, sourceId, title: titles.get(passageId) ?? title, text, score })),
  );
};
