import { newestFirst } from '@inbetwin/shared/entities/declaring/fields.ts';
import { openTeamDocuments, type TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { openEmbeddedStore } from '@inbetwin/sync-server/store/embedded/embedded-store.ts';
import {
  sampleContact,
  sampleConversation,
  sampleLead,
  sampleReply,
} from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { createApiClient } from '@inbetwin/sync-server/testing/api-client.ts';
import type { World } from './world.ts';

/** More documents than devices hold of a collection whatever their age. */
const MANY = 20_100;
const DAY = 86_400_000;

/** A conversation of long ago, with so many messages that they come in several pages. */
export const OLD = {
  id: 'telegram:42:old',
  customer: 'Марфа Давняя',
  contactId: 'contact:old',
  messages: 250,
} as const;

/** Makes the team so large that new devices leave out what is old, and gives it an old conversation. Restarts the server. */
export const makeLarge = async (world: World): Promise<void> => {
  const { team } = await createApiClient(world.url)('redeemLink', {
    body: { token: world.link.split('/').at(-1) ?? '' },
  });
  await world.stopServer();
  const store = openEmbeddedStore({ directory: world.folder });
  try {
    await fill(openTeamDocuments(store, team.id));
  } finally {
    await store.close();
  }
  await world.startServer();
};

const fill = async ({ contacts, conversations, leads, messages }: TeamDocuments): Promise<void> => {
  const at = Date.now() - 200 * DAY;
  const times = { createdAt: at, updatedAt: at };
  const of = { contactId: OLD.contactId, leadId: 'lead:old' };
  const each = <T>(count: number, one: (index: number) => T): readonly T[] =>
    Array.from({ length: count }, (_, i) => one(i));
  await contacts.insertMany([sampleContact(OLD.contactId, { name: OLD.customer, ...times })]);
  await leads.insertMany([sampleLead(of.leadId, { contactId: of.contactId, stage: 'lost', ...times })]);
  await conversations.insertMany([sampleConversation(OLD.id, { ...of, recency: newestFirst(at), ...times })]);
  await messages.insertMany(
    each(MANY, (index) => {
      const isOld = index < OLD.messages;
      const conversationId = isOld ? OLD.id : `telegram:42:f${index}`;
      const createdAt = at + index * 60_000;
      return sampleReply('server', {
        id: `old:${index}`,
        conversationId,
        text: `Письмо ${index}`,
        sentAt: createdAt,
        createdAt,
        delivery: { state: 'sent', attempts: 1, platformIds: [] },
        // Agents ignore samples.
        demo: true,
      });
    }),
  );
};
