import { z } from 'zod';
import { readJsonFile, WrongSet } from './set-files.ts';

const searchSetSchema = z.object({
  language: z.enum(['ru', 'en']),
  documents: z.array(z.object({ id: z.string().min(1), title: z.string(), text: z.string() })).min(1),
  queries: z
    .array(
      z.object({
        id: z.string().min(1),
        text: z.string(),
        /** Grades by document id. */
        relevant: z.record(z.string(), z.number().min(0)),
        answer: z.string().min(1).optional(),
      }),
    )
    .min(1),
});
/** An evaluation set: documents, and queries with relevance grades. */
export type SearchSet = z.infer<typeof searchSetSchema>;
/** A document of a set. */
export type SetDocument = SearchSet['documents'][number];
/** A query of a set. */
export type SetQuery = SearchSet['queries'][number];

/** Reads and validates an evaluation set. Throws `WrongSet`. */
export const readSearchSet = async (file: string): Promise<SearchSet> => {
  const set = await readJsonFile(file, searchSetSchema, 'search set');
  checkReferences(file, set);
  return set;
};

/**
 * Judgments of documents that the collection lacks count as not found, as is customary; a set with no others is
 * invalid.
 */
const checkReferences = (file: string, { documents, queries }: SearchSet): void => {
  const ids = new Set(documents.map(({ id }) => id));
  if (ids.size < documents.length) throw new WrongSet(`${file} has two documents with one id.`);
  const judged = queries.flatMap(({ relevant }) => Object.keys(relevant));
  if (judged.some((id) => ids.has(id))) return;
  throw new WrongSet(`${file}: no query has a relevant document among the documents.`);
};
