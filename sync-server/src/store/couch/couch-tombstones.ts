import { hash } from 'node:crypto';
import { serializeBody } from '@inbetwin/shared/ports/document-rules.ts';
import type { StoredDocument, WriteResult } from '@inbetwin/shared/ports/document-store.ts';
import { type BulkResult, type BulkWriter, bulkSchema, type Placed, writeRound } from './couch-bulk.ts';

/**
 * Over a deleted document CouchDB accepts only a living one without a revision. The port also accepts the revision of the deleted document,
 * and a second deletion with different content. Neither can be done in one request, so writers in this process take turns; two processes
 * that do it within the same milliseconds may overwrite each other.
 */
export const settleTombstones = async (
  writer: BulkWriter,
  round: readonly Placed[],
  results: readonly BulkResult[],
): Promise<readonly BulkResult[]> => {
  const isDoubtful = ({ row }: Placed, at: number) => {
    const result = results[at];
    return result?.ok === false && result.code === 'conflict' && (row.rev !== undefined || row.deleted === true);
  };
  const doubtful = round.filter(isDoubtful);
  if (doubtful.length === 0) return results;
  const settled = await writer.inTurn(() => settle(writer, doubtful));
  return results.map((result) => settled.get(result.id) ?? result);
};

const settle = async (writer: BulkWriter, doubtful: readonly Placed[]): Promise<ReadonlyMap<string, BulkResult>> => {
  const stored = await writer.read(doubtful.map(({ row }) => row.id));
  const tombstones = new Map(stored.filter(({ deleted }) => deleted).map((tombstone) => [tombstone.id, tombstone]));
  const overTombstone = doubtful.filter(({ row }) => {
    const tombstone = tombstones.get(row.id);
    return tombstone !== undefined && (row.rev === undefined || row.rev === tombstone.rev);
  });
  const again = overTombstone.filter(({ row }) => !row.deleted).map(withoutRev);
  const deletions = overTombstone.filter(({ row }) => row.deleted);
  const settled = new Map<string, BulkResult>();
  for (const result of again.length > 0 ? await writeRound(writer, again) : []) settled.set(result.id, result);
  for (const result of await deleteAgain(writer, deletions, tombstones)) settled.set(result.id, result);
  return settled;
};

const withoutRev = ({ row: { id, body }, ...placed }: Placed): Placed => ({ ...placed, row: { id, body } });

type Tombstones = ReadonlyMap<string, StoredDocument>;

/**
 * Adds a revision made here after the tombstone, as a replicator would (`new_edits: false`). CouchDB never refuses that, so a read must
 * check whether it became the current revision: another process may have written at the same moment.
 */
const deleteAgain = async (
  writer: BulkWriter,
  deletions: readonly Placed[],
  tombstones: Tombstones,
): Promise<readonly WriteResult[]> => {
  const revs = new Map<string, string>();
  const docs: object[] = [];
  for (const { row, json } of deletions) {
    const tombstone = tombstones.get(row.id);
    if (!tombstone) continue;
    if (json === serializeBody(tombstone.body)) {
      revs.set(row.id, tombstone.rev);
      continue;
    }
    const next = nextRevision(tombstone.rev, json);
    revs.set(row.id, next.rev);
    docs.push({
      ...JSON.parse(json),
      _id: writer.idOf(row.id),
      _rev: next.rev,
      _revisions: next.revisions,
      _deleted: true,
    });
  }
  if (docs.length === 0) return [...revs].map(([id, rev]): WriteResult => ({ id, ok: true, rev }));
  await writer.bulk({ docs, new_edits: false }, bulkSchema);
  const newest = new Map((await writer.read([...revs.keys()])).map(({ id, rev }) => [id, rev]));
  return [...revs].map(([id, rev]): WriteResult => {
    if (newest.get(id) === rev) return { id, ok: true, rev };
    return { id, ok: false, code: 'conflict', message: 'it was changed meanwhile' };
  });
};

/** Follows CouchDB's form of revisions: the number of writes, and a digest of the old revision and the new content. */
const nextRevision = (before: string, json: string) => {
  const start = Number.parseInt(before, 10) + 1;
  const digest = hash('sha256', `${before} ${json}`).slice(0, 32);
  const revisions = { start, ids: [digest, before.slice(before.indexOf('-') + 1)] };
  return { rev: `${start}-${digest}`, revisions };
};
