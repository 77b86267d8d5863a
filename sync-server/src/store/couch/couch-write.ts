import { refuseRow, serializeBody } from '@inbetwin/shared/ports/document-rules.ts';
import type { WriteResult, WriteRow } from '@inbetwin/shared/ports/document-store.ts';
import { type BulkResult, type BulkWriter, type Placed, writeRound } from './couch-bulk.ts';
import { settleTombstones } from './couch-tombstones.ts';

const MAX_ROWS_PER_REQUEST = 1000;
/** In characters; keeps a request well within its timeout and the memory of a proxy. */
const MAX_REQUEST_LENGTH = 8_000_000;

/** Writes rows through `_bulk_docs` and smooths over the few rules in which it differs from the port. */
export const writeToCouch = async (writer: BulkWriter, rows: readonly WriteRow[]): Promise<readonly WriteResult[]> => {
  const results: WriteResult[] = [];
  for (const round of intoRounds(rows, results)) {
    const answers = await writeRound(writer, round);
    const settled = await confirmAccepted(writer, await settleTombstones(writer, round, answers));
    for (const [position, { at }] of round.entries()) {
      const result = settled[position];
      if (result) results[at] = result;
    }
  }
  return results;
};

/**
 * Of several writes over one revision, each may have been accepted by another copy: a decision such as who inserted a document counts for
 * the one that is read. What the others wrote is kept as a conflicting version. It also is accepted when most copies are out of reach.
 */
const confirmAccepted = async (writer: BulkWriter, results: readonly BulkResult[]): Promise<readonly WriteResult[]> => {
  const accepted = results.filter((result) => result.accepted).map(({ id }) => id);
  const current = accepted.length > 0 ? await writer.read(accepted) : [];
  const revs = new Map(current.map(({ id, rev }) => [id, rev]));
  return results.map(({ accepted: isDoubtful, ...result }): WriteResult => {
    if (!result.ok || !isDoubtful || revs.get(result.id) === result.rev) return result;
    return { id: result.id, ok: false, code: 'conflict', message: 'another write came first' };
  });
};

type Round = { readonly rows: Placed[]; length: number };

/** Groups rows into requests. An id occurs once per request, so that a later row sees the result of an earlier one. */
const intoRounds = (rows: readonly WriteRow[], results: WriteResult[]): readonly (readonly Placed[])[] => {
  const rounds: Round[] = [];
  const nextRound = new Map<string, number>();
  for (const [at, row] of rows.entries()) {
    const json = serializeBody(row.body);
    const refused = refuse(row, json);
    if (refused) {
      results[at] = refused;
      continue;
    }
    let number = nextRound.get(row.id) ?? 0;
    while (isFull(rounds[number], json.length)) number += 1;
    const round = rounds[number] ?? { rows: [], length: 0 };
    round.rows.push({ row, at, json });
    round.length += json.length;
    rounds[number] = round;
    nextRound.set(row.id, number + 1);
  }
  return rounds.map((round) => round.rows);
};

const isFull = (round: Round | undefined, added: number): boolean =>
  round !== undefined && (round.rows.length >= MAX_ROWS_PER_REQUEST || round.length + added > MAX_REQUEST_LENGTH);

const refuse = (row: WriteRow, json: string): WriteResult | undefined => {
  const message = refuseRow(row, json);
  if (message !== undefined) return { id: row.id, ok: false, code: 'invalid', message };
  // CouchDB fails the whole request if a revision is malformed, such as one of another store.
  if (row.rev === undefined || /^[1-9]\d{0,8}-\w+$/.test(row.rev)) return undefined;
  return { id: row.id, ok: false, code: 'conflict', message: 'there is no such revision' };
};
