import { isSameValue } from '@inbetwin/shared/merge/same-state.ts';
import type { JsonObject } from '@inbetwin/shared/ports/document-store.ts';
import { z } from 'zod';
import { bulkSchema } from './couch-bulk.ts';
import { couchDocumentSchema, fromCouch, readCouchId } from './couch-documents.ts';

/** States of one document that CouchDB took over one another: each was acknowledged to somebody. */
export type ConflictingVersions = {
  readonly database: string;
  readonly collection: string;
  /** The state that all of them were written over; absent when there was none, or CouchDB has removed it. */
  readonly base?: JsonObject;
  /** The states, beginning with the one that CouchDB shows. */
  readonly versions: readonly [JsonObject, ...JsonObject[]];
};

/**
 * Merges conflicting versions of a document. Pure, and every server must give the same result. Every change that was made to one of the
 * versions must be in it, unless the collection says that it may be lost.
 */
export type SettleConflict = (conflict: ConflictingVersions) => JsonObject;

/** Posts to a path of one database. */
export type Post = <S extends z.ZodType>(path: string, body: object, schema: S) => Promise<z.output<S>>;

/** What settling the conflicts of one database needs. */
export type ConflictParts = {
  readonly database: string;
  readonly post: Post;
  readonly settle: SettleConflict;
};

const leafSchema = couchDocumentSchema.extend({
  _revisions: z.object({ start: z.int(), ids: z.array(z.string()) }),
});
type Leaf = z.output<typeof leafSchema>;

const leavesSchema = z
  .object({ results: z.array(z.object({ docs: z.array(z.object({ ok: leafSchema.optional() })) })) })
  .transform(({ results }) => results.flatMap(({ docs }) => docs.flatMap(({ ok }) => ok ?? [])));

/** Others may change the document meanwhile; one that keeps changing is left to its next reader. */
const MAX_ATTEMPTS = 10;

/**
 * Merges the conflicting revisions of documents. Concurrent calls for one document are one. It is safe in several servers at once: the same
 * content over the same revision gets the same name in CouchDB, and what differs is a conflict again, of states that contain more.
 */
export const createConflictSettling = (parts: ConflictParts): ((couchIds: readonly string[]) => Promise<void>) => {
  const pending = new Map<string, Promise<void>>();
  const settleOnce = (couchId: string): Promise<void> => {
    const settling = pending.get(couchId) ?? settleDocument(parts, couchId).finally(() => pending.delete(couchId));
    pending.set(couchId, settling);
    return settling;
  };
  return async (couchIds) => {
    await Promise.all(couchIds.map(settleOnce));
  };
};

const settleDocument = async (parts: ConflictParts, couchId: string): Promise<void> => {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    if (await settleLeaves(parts, couchId)) return;
  }
};

/**
 * Writes the merged content over the revision that CouchDB shows, and only then deletes the others: the rows of one request may be refused
 * one by one. Returns false if the document was changed meanwhile.
 */
const settleLeaves = async (parts: ConflictParts, couchId: string): Promise<boolean> => {
  const place = readCouchId(couchId);
  const leaves = await parts.post('_bulk_get?revs=true', { docs: [{ id: couchId }] }, leavesSchema);
  const [winner, ...others] = leaves.filter(({ _deleted }) => !_deleted).sort((a, b) => compareLeaves(b, a));
  if (!place || !winner || others.length === 0) return true;
  const base = await readBase(parts, couchId, [winner, ...others]);
  const { database, settle } = parts;
  const versions = [bodyOf(winner), ...others.map(bodyOf)] as const;
  const merged = settle({ database, collection: place.collection, versions, ...(base && { base }) });
  const row = { ...merged, _id: couchId, _rev: winner._rev };
  if (!isSameValue(merged, bodyOf(winner)) && !(await writeAll(parts, [row]))) return false;
  return writeAll(
    parts,
    others.map(({ _rev }) => ({ _id: couchId, _rev, _deleted: true })),
  );
};

const writeAll = async ({ post }: ConflictParts, docs: readonly object[]): Promise<boolean> =>
  (await post('_bulk_docs', { docs }, bulkSchema)).every(({ error }) => error === undefined);

const bodyOf = (leaf: Leaf): JsonObject => fromCouch(leaf)?.body ?? {};

/** The names of a revision and its ancestors, newest first. */
const pathOf = ({ _revisions: { start, ids } }: Leaf): readonly string[] =>
  ids.map((hash, at) => `${start - at}-${hash}`);

/** The newest revision that all of them come from. Compaction may have removed its content. */
const readBase = async ({ post }: ConflictParts, couchId: string, leaves: readonly Leaf[]) => {
  const [first = [], ...others] = leaves.map(pathOf);
  const rev = first.find((each) => others.every((path) => path.includes(each)));
  if (rev === undefined) return undefined;
  const [base] = await post('_bulk_get?revs=true', { docs: [{ id: couchId, rev }] }, leavesSchema);
  return base && !base._deleted ? bodyOf(base) : undefined;
};

/** Which of two living leaves CouchDB shows: the deeper one, then the one with the greater hash. */
const compareLeaves = (a: Leaf, b: Leaf): number => {
  const depth = a._revisions.start - b._revisions.start;
  return depth === 0 ? Number(a._rev > b._rev) - Number(a._rev < b._rev) : depth;
};
