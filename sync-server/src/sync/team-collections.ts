import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import { storeIndexesOf } from '@inbetwin/shared/entities/declaring/define-entity.ts';
import { type CollectionName, entities } from '@inbetwin/shared/entities/registry.ts';
import { editsOf, seenOf, withBookkeeping } from '@inbetwin/shared/merge/mergeable.ts';
import type { DocumentCollection, DocumentStore, StoredDocument } from '@inbetwin/shared/ports/document-store.ts';
import { storedName } from '@inbetwin/shared/ports/team-documents.ts';

/** Opens a team's collection. Pass the team id of the caller's token, never one from a request, so that no team can reach another's data. */
export const openTeamCollection = (store: DocumentStore, teamId: string, name: CollectionName): DocumentCollection =>
  store.collection(storedName(teamId, name), { indexes: storeIndexesOf(entities[name]) });

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
