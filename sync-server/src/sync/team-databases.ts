import { type SyncDocument, syncDocumentSchema } from '@inbetwin/shared/contracts/sync.ts';
import { type CollectionName, entities } from '@inbetwin/shared/entities/registry.ts';
import type { DocumentDatabase, DocumentStore, StoredDocument } from '@inbetwin/shared/ports/document-store.ts';
import { databaseName } from '@inbetwin/shared/ports/team-documents.ts';

/** The team comes from the caller's token and never from a request: no team reaches another's database. */
export const openTeamDatabase = (store: DocumentStore, teamId: string, name: CollectionName): DocumentDatabase =>
  store.database(databaseName(teamId, name), { indexes: entities[name].indexes });

/** As it travels. A deleted document keeps nothing but its id. */
export const toSyncDocument = (stored: Pick<StoredDocument, 'id' | 'deleted' | 'body'>): SyncDocument =>
  stored.deleted
    ? { id: stored.id, _deleted: true }
    : syncDocumentSchema.parse({ ...stored.body, id: stored.id, _deleted: false });
