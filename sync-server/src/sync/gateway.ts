import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { SyncGateway } from '../http/machinery/services.ts';
import { lookUp } from './look-up.ts';
import { pull } from './pull.ts';
import { pullingAhead } from './pull-ahead.ts';
import { push } from './push.ts';

type GatewayParts = {
  readonly store: DocumentStore;
  /** Strictly increasing; it orders what the team's devices write. */
  readonly clockOf: (teamId: string) => Promise<Clock>;
};

/** Creates the replication gateway over a document store. */
export const createSyncGateway = ({ store, clockOf }: GatewayParts): SyncGateway => ({
  pull: pullingAhead((caller, request) => pull(store, caller, request)),
  lookUp: (caller, request) => lookUp(store, caller, request),
  push: async (caller, request) => push({ store, clock: await clockOf(caller.teamId) }, caller, request),
});
