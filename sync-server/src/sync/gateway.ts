import type { SyncGateway } from '../http/services.ts';
import { pull } from './pull.ts';
import { type PushParts, push } from './push.ts';

/** The replication gateway over a document store. */
export const createSyncGateway = (parts: PushParts): SyncGateway => ({
  pull: (caller, request) => pull(parts.store, caller, request),
  push: (caller, request) => push(parts, caller, request),
});
