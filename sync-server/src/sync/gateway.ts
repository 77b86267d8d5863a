import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { SyncGateway } from '../http/services.ts';
import { pull } from './pull.ts';
import { push } from './push.ts';

/** The replication gateway over a document store. */
export const createSyncGateway = (store: DocumentStore): SyncGateway => ({
  pull: (caller, request) => pull(store, caller, request),
  push: (caller, request) => push(store, caller, request),
});
