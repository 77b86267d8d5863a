import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Change, ChangeBatch } from '@inbetwin/shared/ports/document-store.ts';
import { z } from 'zod';
import type { CouchClient } from './couch-client.ts';
import { couchDocumentSchema, fromCouch, isDesign } from './couch-documents.ts';
import { isRefusal } from './couch-failure.ts';

export const LONG_POLL_MS = 25_000;
const GRACE_MS = 10_000;

const sequenceSchema = z.union([z.string(), z.number()]).transform(String);

const changesSchema = z.object({
  results: z.array(
    z.object({
      seq: sequenceSchema,
      id: z.string(),
      doc: couchDocumentSchema.nullish(),
      deleted: z.boolean().optional(),
      changes: z.array(z.object({ rev: z.string() })).min(1),
    }),
  ),
  last_seq: sequenceSchema,
});
type Row = z.output<typeof changesSchema>['results'][number];

export type ChangesQuery = {
  readonly since: string;
  readonly limit: number;
  /** Waits up to 25 s for the first change. */
  readonly wait?: boolean;
  readonly signal?: AbortSignal;
};

export type RawBatch = ChangeBatch & { readonly isLast: boolean };

/** One request to `_changes`; design documents are left out, so a batch may be smaller than its limit. */
export const readCouchChanges = async (
  client: CouchClient,
  database: string,
  { since, limit, wait = false, signal }: ChangesQuery,
): Promise<RawBatch> => {
  if (!/^\d+(-[\w-]+)?$/.test(since)) throw badSequence(since);
  const feed = wait ? { feed: 'longpoll', timeout: LONG_POLL_MS } : { feed: 'normal' };
  try {
    const { results, last_seq } = await client.request(
      {
        database,
        path: '_changes',
        query: { since, limit, include_docs: true, ...feed },
        ...(wait && { timeoutMs: LONG_POLL_MS + GRACE_MS }),
        ...(signal && { signal }),
      },
      changesSchema,
    );
    return { changes: results.flatMap(toChange), sequence: last_seq, isLast: results.length < limit };
  } catch (error) {
    if (isRefusal(error, 400)) throw badSequence(since);
    throw error;
  }
};

const toChange = ({ seq, id, doc, deleted, changes: [leaf] }: Row): Change[] => {
  if (isDesign(id) || !leaf) return [];
  if (doc) return [{ ...fromCouch(doc), sequence: seq }];
  if (deleted) return [{ id, rev: leaf.rev, deleted, body: { id }, sequence: seq }];
  // Written again since this answer began: the newer state follows under a later sequence.
  return [];
};

const badSequence = (since: string): Failure =>
  new Failure('store.bad_sequence', `There is no such sequence: ${since}`, 'Start over from the beginning.');
