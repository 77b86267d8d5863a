import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { z } from 'zod';
import type { CouchClient } from './couch-client.ts';
import { couchDocumentSchema } from './couch-documents.ts';
import { isRefusal } from './couch-failure.ts';

const sequenceSchema = z.union([z.string(), z.number()]).transform(String);

const feedSchema = z.object({
  results: z.array(
    z.object({
      /** Empty in rows that CouchDB was not asked to compute it for. */
      seq: sequenceSchema.nullable().transform((seq) => seq ?? ''),
      id: z.string(),
      deleted: z.boolean().optional(),
      doc: couchDocumentSchema.nullish(),
    }),
  ),
  last_seq: sequenceSchema,
  /** The number of rows that follow. */
  pending: z.int().min(0),
});

/** A part of the change feed of a database. */
export type FeedPage = z.output<typeof feedSchema>;
export type FeedRow = FeedPage['results'][number];

/** The parameters of one request to `_changes`. */
export type FeedQuery = {
  readonly limit: number;
  readonly documents: boolean;
  /** Sequences of single rows are not needed; leaving them out makes CouchDB a fifth faster. */
  readonly onlyLast?: boolean;
} & (
  | { readonly since: string; readonly descending?: never }
  /** From the end backward. CouchDB then ignores `since`. */
  | { readonly descending: true; readonly since?: never }
);

/** Makes one request to `_changes`. */
export const readFeed = async (
  client: CouchClient,
  database: string,
  { since = '0', limit, documents, descending, onlyLast }: FeedQuery,
): Promise<FeedPage> => {
  if (!/^\d+(-[\w-]+)?$/.test(since)) throw badSequence(since);
  const query = {
    limit,
    include_docs: documents,
    ...(documents && { conflicts: true }),
    ...(descending ? { descending } : { since }),
    ...(onlyLast && { seq_interval: limit }),
  };
  try {
    return await client.request({ database, path: '_changes', query }, feedSchema);
  } catch (error) {
    throw isRefusal(error, 400) ? badSequence(since) : error;
  }
};

const badSequence = (since: string): Failure =>
  new Failure('store.bad_sequence', `There is no such sequence: ${since}`, 'Start over from the beginning.');
