import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { createRisingClock } from '@inbetwin/shared/ports/clock.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createFixedClock } from '@inbetwin/shared/testing/fixed-clock.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import type { Caller } from '../../accounts/access-token.ts';
import { push } from '../push.ts';
import type { Row } from '../push-row.ts';
import { toSyncDocument } from '../team-collections.ts';
import { createDevice } from './create-device.ts';

const anna: Caller = { userId: 'anna', teamId: 'team1', role: 'manager', sessionId: 's1' };
export const boris: Caller = { ...anna, userId: 'boris', sessionId: 's2' };

/** One collection of a team with two managers, Anna and Boris, each at a device. */
export const openGateway = (collection: ReplicatedCollection = 'leads', store: DocumentStore = createMemoryStore()) => {
  const time = createFixedClock();
  const clock = createRisingClock(time, () => 0);
  const documents = openTeamDocuments(store, 'team1', clock);
  const { stored } = documents[collection];
  return {
    time,
    documents,
    stored,
    /** As every device that is up to date has it. */
    read: async (id: string): Promise<SyncDocument> =>
      toSyncDocument((await stored.get(id)) ?? { id, deleted: true, body: {} }),
    send: (row: Row, caller: Caller = anna) => push({ store, clock }, caller, { collection, rows: [row] }),
    annas: createDevice(collection, { userId: 'anna', now: time }),
    boriss: createDevice(collection, { userId: 'boris', now: time }),
  };
};
