import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { quantile } from '@inbetwin/shared/search/metrics.ts';
import type { Measurement, Stage } from '../bench-area.ts';
import { conversationAt, leadAt, MESSAGES_EACH, messageAt } from '../stage/sample-documents.ts';
import { insertAll } from '../stage/store-team.ts';
import { openPlace, openStoreOf } from './open-place.ts';

const CONVERSATIONS = 2_000;
const MESSAGES = CONVERSATIONS * MESSAGES_EACH;
const LEADS = 5_000;
const WARM_UP = 20;
const REQUESTS = 300;
/** The inbox: the newest conversations first. */
const inbox = { index: ['recency'], equals: [], limit: 50 } as const;

/** The first page of the inbox, read from the store one at a time, in a team of 20,000 messages. */
export const listConversations = async function* (stage: Stage): AsyncIterable<Measurement> {
  const store = openStoreOf(stage, await openPlace(stage, 'list'));
  const { conversations, messages, leads } = openTeamDocuments(store, 'bench');
  stage.progress(`list: storing ${MESSAGES} messages, ${CONVERSATIONS} conversations and ${LEADS} leads`);
  await insertAll(messages, MESSAGES, messageAt);
  await insertAll(conversations, CONVERSATIONS, conversationAt);
  await insertAll(leads, LEADS, leadAt);

  const times: number[] = [];
  for (let request = 0; request < WARM_UP + REQUESTS; request++) {
    const began = performance.now();
    const { documents } = await conversations.stored.find(inbox);
    times.push(performance.now() - began);
    if (documents.length !== inbox.limit) throw new Error(`The page has ${documents.length} conversations.`);
  }
  const measured = times.slice(WARM_UP);
  stage.progress(
    `list: median ${quantile(measured, 0.5).toFixed(2)} ms, the very first ${Math.round(times[0] ?? 0)} ms`,
  );
  yield { name: 'list-p95', unit: 'ms', value: quantile(measured, 0.95) };
};
