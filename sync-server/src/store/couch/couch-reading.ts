import type { StoredDocument } from '@inbetwin/shared/ports/document-store.ts';
import { createConflictSettling, type Post, type SettleConflict } from './couch-conflicts.ts';
import { allDocsSchema, bulkGetSchema, couchId, type PlacedDocument, type ReadDocument } from './couch-documents.ts';

const MAX_KEYS_PER_REQUEST = 1000;

/** Reads documents of one database, in one version each. */
export type DocumentReader = {
  /** Returns the documents in the order of the ids; unknown ids are left out. */
  readMany(couchIds: readonly string[]): Promise<readonly PlacedDocument[]>;
  /** Replaces documents that have conflicting versions by what these are merged to; the others stay as they are. */
  settle<T extends ReadDocument>(found: readonly T[]): Promise<readonly (Omit<T, 'isConflicted'> & PlacedDocument)[]>;
};

type ReaderParts = { readonly database: string; readonly post: Post; readonly settle: SettleConflict | undefined };

/** Conflicting versions are merged when they are read, and at the latest when a change feed comes to them. */
export const createDocumentReader = ({ database, post, settle: merge }: ReaderParts): DocumentReader => {
  const settleAll = merge && createConflictSettling({ database, post, settle: merge });

  const read = async (couchIds: readonly string[]): Promise<readonly ReadDocument[]> => {
    const found: ReadDocument[] = [];
    for (let from = 0; from < couchIds.length; from += MAX_KEYS_PER_REQUEST) {
      const keys = couchIds.slice(from, from + MAX_KEYS_PER_REQUEST);
      const answer = await post('_all_docs?include_docs=true&conflicts=true', { keys }, allDocsSchema);
      found.push(...(await withTombstones(post, answer)));
    }
    return found;
  };

  const settle: DocumentReader['settle'] = async (found) => {
    const conflicted = found.filter(({ isConflicted }) => isConflicted).map(couchIdOf);
    if (settleAll && conflicted.length > 0) await settleAll(conflicted);
    const settled = new Map((await read(conflicted)).map((document) => [couchIdOf(document), document]));
    return found.map((document) => {
      const { isConflicted: _, ...kept } = { ...document, ...settled.get(couchIdOf(document)) };
      return kept;
    });
  };

  return { readMany: async (couchIds) => settle(await read(couchIds)), settle };
};

const couchIdOf = ({ collection, id }: PlacedDocument): string => couchId(collection, id);

/** Adds the content of deleted documents: `_all_docs` only says that they are deleted, `_bulk_get` returns their fields. */
const withTombstones = async (post: Post, found: readonly ReadDocument[]): Promise<readonly ReadDocument[]> => {
  const deleted = found.filter((document) => document.deleted);
  if (deleted.length === 0) return found;
  const docs = deleted.map((document) => ({ id: couchIdOf(document), rev: document.rev }));
  const tombstones = await post('_bulk_get', { docs }, bulkGetSchema);
  const keyOf = ({ id, rev }: StoredDocument) => `${id} ${rev}`;
  const known = new Map(tombstones.map((tombstone) => [keyOf(tombstone), tombstone]));
  return found.map((document) => known.get(keyOf(document)) ?? document);
};
