import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Change, ChangeBatch } from '@inbetwin/shared/ports/document-store.ts';
import { z } from 'zod';
import type { CouchClient } from './couch-client.ts';
import { couchDocumentSchema, fromCouch, isDesign } from './couch-documents.ts';
import { isRefusal } from './couch-failure.ts';

/** How long CouchDB holds a long poll open before it answers without changes. */
export const LONG_POLL_MS = 25_000;
const GRACE_MS = 10_000;

const sequenceSchema = z.union([z.string(), z.number()]).transform(String);

const changesSchema = z.object({
  results: z.array(
    z.object({
      seq: sequenceSchema,
      id: z.string(),
      doc: couchDocumentSchema.nullish(),
    }),
  ),
  last_seq: sequenceSchema,
});
const pendingSchema = z.object({ results: z.array(z.unknown()), pending: z.int().min(0) });
type Row = z.output<typeof changesSchema>['results'][number];

/** The parameters of one request to `_changes`. */
export type ChangesQuery = {
  readonly since: string;
  readonly limit: number;
  /** Long poll: waits up to `LONG_POLL_MS` for the first change. */
  readonly wait?: boolean;
  readonly signal?: AbortSignal;
};

/** A batch of changes; `isLast` is true when no further changes were pending. */
export type RawBatch = ChangeBatch & { readonly isLast: boolean };

/** Makes one request to `_changes`; design documents are left out, so a batch may be smaller than its limit. */
export const readCouchChanges = async (
  client: CouchClient,
  database: string,
  { since, limit, wait = false, signal }: ChangesQuery,
): Promise<RawBatch> => {
  requireSequence(since);
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
    throw isRefusal(error, 400) ? badSequence(since) : error;
  }
};

/** Counts the changes after a sequence. CouchDB's minimum limit is 1, so it is one change plus the number pending after it. */
export const countCouchChanges = async (client: CouchClient, database: string, since: string): Promise<number> => {
  requireSequence(since);
  try {
    const request = { database, path: '_changes', query: { since, limit: 1 } };
    const { results, pending } = await client.request(request, pendingSchema);
    return results.length + pending;
  } catch (error) {
    throw isRefusal(error, 400) ? badSequence(since) : error;
  }
};

const toChange = ({ seq, id, doc }: Row): Change[] => {
  if (isDesign(id)) return [];
  if (doc) return [{ ...fromCouch(doc), sequence: seq }];
  // Skipping it would lose the change for followers, because the sequence moves on.
  throw new Failure('store.unavailable', `CouchDB could not read ${id}.`, 'See the server log of CouchDB.');
};

const requireSequence = (since: string): void => {
  if (!/^\d+(-[\w-]+)?$/.test(since)) throw badSequence(since);
};

const badSequence = (since: string): Failure =>
  new Failure('store.bad_sequence', `There is no such sequence: ${since}`, 'Start over from the beginning.');
