import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import { editsOf, seenOf, withBookkeeping } from '@inbetwin/shared/merge/mergeable.ts';
import type { StoredDocument } from '@inbetwin/shared/ports/document-store.ts';

/** Converts a stored document to its replicated form. A deleted document keeps its id, who deleted it, and what that person had seen. */
export const toSyncDocument = ({
  id,
  deleted,
  body,
}: Pick<StoredDocument, 'id' | 'deleted' | 'body'>): SyncDocument => {
  if (!deleted) return { ...body, id, _deleted: false };
  const { '': deletion } = editsOf(body);
  const edits = deletion ? { '': deletion } : {};
  return withBookkeeping({ id, _deleted: true }, { edits, seen: seenOf(body), conflicts: [] });
};
