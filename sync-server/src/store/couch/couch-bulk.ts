import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { StoredDocument, WriteResult, WriteRow } from '@inbetwin/shared/ports/document-store.ts';
import type { Turns } from '@inbetwin/shared/timing/turns.ts';
import { z } from 'zod';
import { isDiskFull, isRefusal } from './couch-failure.ts';

/** The answer of `_bulk_docs`, one entry per row. */
export const bulkSchema = z.array(
  z.object({
    id: z.string(),
    rev: z.string().optional(),
    error: z.string().optional(),
    reason: z.string().optional(),
    /** Fewer copies than wanted took it. */
    accepted: z.boolean().optional(),
  }),
);

type BulkAnswer = z.output<typeof bulkSchema>;

/** The result of a row as CouchDB gave it. If it was only accepted, most copies may have another version. */
export type BulkResult = WriteResult & { readonly accepted?: boolean };

/** The requests that writing to one database needs. */
export type BulkWriter = {
  readonly bulk: (
    body: { readonly docs: readonly object[]; readonly new_edits?: false },
    schema: typeof bulkSchema,
  ) => Promise<BulkAnswer>;
  /** The id in CouchDB of a document. */
  readonly idOf: (id: string) => string;
  readonly read: (ids: readonly string[]) => Promise<readonly StoredDocument[]>;
  /** Serializes, within this process, operations that take more than one request to this database. */
  readonly inTurn: Turns;
};

/** A row to send, with its position among the rows of the call. */
export type Placed = { readonly row: WriteRow; readonly at: number; readonly json: string };

/** Writes the rows in one request. A document that is too large or malformed fails the whole request, so it is found by bisection. */
export const writeRound = async (
  writer: Pick<BulkWriter, 'bulk' | 'idOf'>,
  round: readonly Placed[],
): Promise<readonly BulkResult[]> => {
  try {
    const answers = await writer.bulk({ docs: round.map((placed) => toCouch(placed, writer.idOf)) }, bulkSchema);
    if (answers.length !== round.length)
      throw new Failure('store.unavailable', 'CouchDB did not answer for every row.', 'Try again.');
    return answers.map((answer, at) => toResult(round[at]?.row.id ?? answer.id, answer));
  } catch (error) {
    if (!isRefusal(error, 400, 413)) throw error;
    const [only, ...others] = round;
    if (!only) return [];
    if (others.length === 0) return [{ id: only.row.id, ok: false, code: 'invalid', message: error.message }];
    const half = Math.ceil(round.length / 2);
    const first = await writeRound(writer, round.slice(0, half));
    return [...first, ...(await writeRound(writer, round.slice(half)))];
  }
};

const toCouch = ({ row, json }: Placed, idOf: BulkWriter['idOf']): object => ({
  _id: idOf(row.id),
  ...(row.rev !== undefined && { _rev: row.rev }),
  ...(row.deleted && { _deleted: true }),
  ...JSON.parse(json),
});

/** Errors with which CouchDB refuses a document for good. */
const refusing = new Set(['forbidden', 'unauthorized', 'bad_request', 'doc_validation', 'illegal_docid']);

const toResult = (id: string, { rev, error, reason = '', accepted = false }: BulkAnswer[number]): BulkResult => {
  if (rev !== undefined && error === undefined) return { id, ok: true, rev, accepted };
  if (error === 'conflict') return { id, ok: false, code: 'conflict', message: reason };
  if (refusing.has(error ?? '')) return { id, ok: false, code: 'invalid', message: reason };
  const code = isDiskFull(`${error} ${reason}`) ? 'store.full' : 'store.unavailable';
  throw new Failure(code, `CouchDB could not write ${id}: ${error} ${reason}`, 'Try again when CouchDB is healthy.');
};
