import type { SyncCheckpoint } from '@inbetwin/shared/contracts/sync.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import { openTeamDocuments, teamDatabaseName } from '@inbetwin/shared/ports/team-documents.ts';
import { quantile } from '@inbetwin/shared/search/metrics.ts';
import { createSyncGateway } from '@inbetwin/sync-server/sync/gateway.ts';
import type { Measurement, Stage } from '../bench-area.ts';
import { messageAt } from '../stage/sample-documents.ts';
import { insertAll } from '../stage/store-team.ts';
import { openPlace, openStoreOf } from './open-place.ts';
import { readRawChanges } from './raw-changes.ts';

const MESSAGES = 20_000;
const PAGE = 1_000;
const TIMES = 5;
const caller = { userId: 'bench', teamId: 'bench', role: 'owner', sessionId: 'bench' } as const;

/**
 * A device's first pull of a team's messages through the gateway, without HTTP and the device's own database. In
 * CouchDB beside it, in turns, the floor: the same documents through CouchDB's change feed, in pages of the same size.
 * Medians of five pulls each, after one that fills caches and builds indexes.
 */
export const pullMessages = async function* (stage: Stage): AsyncIterable<Measurement> {
  const place = await openPlace(stage, 'pull');
  const store = openStoreOf(stage, place);
  stage.progress(`first-pull: storing ${MESSAGES} messages`);
  await insertAll(openTeamDocuments(store, caller.teamId).messages, MESSAGES, messageOfKilobyteAt);
  const gateway = createSyncGateway({ store, clockOf: async () => Date.now });
  const { couch } = place;

  const pullOnce = (): Promise<number> => measureRate(() => pullAll(gateway));
  const readFloor =
    couch &&
    (() => measureRate(() => readRawChanges(couch, { database: teamDatabaseName(caller.teamId), limit: PAGE })));
  stage.progress(`first-pull: the first one reads ${Math.round(await pullOnce())} documents/s`);
  const pulls: number[] = [];
  const floors: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    pulls.push(await pullOnce());
    if (readFloor) floors.push(await readFloor());
  }
  yield { name: 'first-pull', unit: 'documents/s', value: quantile(pulls, 0.5) };
  if (readFloor) yield { name: 'first-pull-floor', unit: 'documents/s', value: quantile(floors, 0.5) };
};

/** About 1 kB as JSON in UTF-8. */
const messageOfKilobyteAt = (at: number): Message => {
  const message = messageAt(at);
  return { ...message, text: message.text.repeat(4) };
};

/** Returns documents per second. Throws if any message is missing. */
const measureRate = async (read: () => Promise<number>): Promise<number> => {
  const began = performance.now();
  const documents = await read();
  const seconds = (performance.now() - began) / 1000;
  if (documents !== MESSAGES) throw new Error(`${documents} of ${MESSAGES} messages were read.`);
  return documents / seconds;
};

/** Pulls page by page, as a new device does; returns the number of documents. */
const pullAll = async (gateway: ReturnType<typeof createSyncGateway>): Promise<number> => {
  let checkpoint: SyncCheckpoint | null = null;
  let documents = 0;
  for (;;) {
    const page: Awaited<ReturnType<typeof gateway.pull>> = await gateway.pull(caller, {
      collection: 'messages',
      checkpoint,
      limit: PAGE,
    });
    documents += page.documents.length;
    checkpoint = page.checkpoint;
    if (!page.more) return documents;
  }
};
