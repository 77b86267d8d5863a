import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { refuseRow, serializeBody } from '@inbetwin/shared/ports/document-rules.ts';
import type { StoredDocument, WriteResult, WriteRow } from '@inbetwin/shared/ports/document-store.ts';
import { z } from 'zod';
import { isRefusal } from './couch-client.ts';

const MAX_ROWS_PER_REQUEST = 1000;

const bulkSchema = z.array(
  z.object({ id: z.string(), rev: z.string().optional(), error: z.string().optional(), reason: z.string().optional() }),
);

type BulkAnswer = z.output<typeof bulkSchema>;

export type BulkWriter = {
  readonly bulk: (docs: readonly object[], schema: typeof bulkSchema) => Promise<BulkAnswer>;
  readonly read: (ids: readonly string[]) => Promise<readonly StoredDocument[]>;
};

type Placed = { readonly row: WriteRow; readonly at: number; readonly body: object };

/** Writes rows through `_bulk_docs`, whose rules differ from the port's in a few corners; they are evened out here. */
export const writeToCouch = async (writer: BulkWriter, rows: readonly WriteRow[]): Promise<readonly WriteResult[]> => {
  const results: WriteResult[] = [];
  for (const round of intoRounds(rows, results)) {
    const answers = await writeRound(writer, round);
    const settled = await settleTombstones(writer, round, answers);
    for (const [position, { at }] of round.entries()) {
      const result = settled[position];
      if (result) results[at] = result;
    }
  }
  return results;
};

/** Rows to send together: an id comes once in each round, so that a row sees what the row before it did. */
const intoRounds = (rows: readonly WriteRow[], results: WriteResult[]): readonly (readonly Placed[])[] => {
  const rounds: Placed[][] = [];
  const nextRound = new Map<string, number>();
  for (const [at, row] of rows.entries()) {
    const json = serializeBody(row.body);
    const refusal = refuseRow(row, json);
    if (refusal !== undefined) {
      results[at] = { id: row.id, ok: false, code: 'invalid', message: refusal };
      continue;
    }
    let number = nextRound.get(row.id) ?? 0;
    while ((rounds[number]?.length ?? 0) >= MAX_ROWS_PER_REQUEST) number += 1;
    rounds[number] = [...(rounds[number] ?? []), { row, at, body: JSON.parse(json) }];
    nextRound.set(row.id, number + 1);
  }
  return rounds;
};

/** One document that is too large or malformed fails the whole request: it is found by halving. */
const writeRound = async (writer: BulkWriter, round: readonly Placed[]): Promise<readonly WriteResult[]> => {
  try {
    const answers = await writer.bulk(round.map(toCouch), bulkSchema);
    if (answers.length !== round.length) throw new Failure('store.unavailable', 'CouchDB left out rows.', 'Try again.');
    return answers.map(toResult);
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

/**
 * CouchDB takes a new document over a deleted one only without a revision, and never a second deletion; the port takes
 * the deleted document's revision as well, and a second deletion changes nothing.
 */
const settleTombstones = async (
  writer: BulkWriter,
  round: readonly Placed[],
  results: readonly WriteResult[],
): Promise<readonly WriteResult[]> => {
  const isDoubtful = ({ row }: Placed, at: number) => {
    const result = results[at];
    return result?.ok === false && result.code === 'conflict' && (row.rev !== undefined || row.deleted === true);
  };
  const doubtful = round.filter(isDoubtful);
  if (doubtful.length === 0) return results;
  const stored = await writer.read(doubtful.map(({ row }) => row.id));
  const tombstones = new Map(stored.filter(({ deleted }) => deleted).map(({ id, rev }) => [id, rev]));
  const overTombstone = doubtful.filter(({ row }) => {
    const rev = tombstones.get(row.id);
    return rev !== undefined && (row.rev === undefined || row.rev === rev);
  });
  const again = overTombstone
    .filter(({ row }) => !row.deleted)
    .map((placed) => ({ ...placed, row: withoutRev(placed.row) }));
  const settled = new Map<string, WriteResult>();
  for (const { row } of overTombstone) settled.set(row.id, { id: row.id, ok: true, rev: tombstones.get(row.id) ?? '' });
  for (const result of again.length > 0 ? await writeRound(writer, again) : []) settled.set(result.id, result);
  return results.map((result) => settled.get(result.id) ?? result);
};

const withoutRev = ({ id, body }: WriteRow): WriteRow => ({ id, body });

const toCouch = ({ row, body }: Placed): object => ({
  _id: row.id,
  ...(row.rev !== undefined && { _rev: row.rev }),
  ...(row.deleted && { _deleted: true }),
  ...body,
});

const toResult = ({ id, rev, error, reason = '' }: BulkAnswer[number]): WriteResult => {
  if (rev !== undefined && error === undefined) return { id, ok: true, rev };
  if (error === 'conflict') return { id, ok: false, code: 'conflict', message: reason };
  const refused = ['forbidden', 'unauthorized', 'bad_request', 'doc_validation'].includes(error ?? '');
  if (refused) return { id, ok: false, code: 'invalid', message: reason };
  throw new Failure('store.unavailable', `CouchDB could not write ${id}: ${error} ${reason}`, 'Try again in a moment.');
};
