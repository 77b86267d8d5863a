import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { newestFirst } from '@inbetwin/shared/entities/fields.ts';
import { type Lead, leadStages } from '@inbetwin/shared/entities/lead.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import { openTeamDocuments, type TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { openEmbeddedStore } from '@inbetwin/sync-server/store/embedded-store.ts';

const FIRST_DAY = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
const BATCH = 1_000;

const needs = [
  'Корпоратив на восемьдесят гостей в лофте с ведущим, живой музыкой и кейтерингом на весь вечер. ',
  'A conference for two hundred people with a live stream, interpretation and lunch on both days. ',
  'Свадьба в шатре у воды: банкет, фотозона, оформление цветами и трансфер от метро и обратно. ',
] as const;

const placeAt = (at: number) => `telegram:4200:${at}`;
const timeAt = (at: number) => FIRST_DAY + at * MINUTE;
const needAt = (at: number) => needs[at % needs.length] ?? needs[0];

/** About 1 kB as JSON in UTF-8. */
const leadAt = (at: number): Lead => ({
  id: `lead:${placeAt(at)}`,
  contactId: contactAt(at).id,
  conversationId: placeAt(at),
  title: `Мероприятие № ${at}`,
  stage: leadStages[at % leadStages.length] ?? 'new',
  score: at % 101,
  scoreReasons: [
    { code: 'budget', points: 25, detail: 'Назван бюджет: 300 000 рублей' },
    { code: 'timing', points: 15, detail: 'Дата через шесть недель' },
    { code: 'contact', points: 10 },
  ],
  bant: {
    budget: '300 000 рублей',
    authority: 'Решает директор по маркетингу',
    need: needAt(at).repeat(2),
    timing: '14 февраля',
  },
  amount: 300_000,
  currency: 'RUB',
  createdAt: timeAt(at),
  updatedAt: timeAt(at),
});

export const customerName = (at: number): string => `Customer ${at}`;

const contactAt = (at: number): Contact => ({
  id: `contact:${placeAt(at)}`,
  kind: 'person',
  name: customerName(at),
  phone: `+7900${String(at).padStart(7, '0')}`,
  language: at % needs.length === 1 ? 'en' : 'ru',
  identities: [{ channel: 'telegram', account: '4200', externalId: String(at) }],
  createdAt: timeAt(at),
  updatedAt: timeAt(at),
});

const messageAt = (at: number): Message => ({
  id: `${placeAt(at)}:1`,
  conversationId: placeAt(at),
  direction: 'inbound',
  author: { kind: 'customer', name: customerName(at) },
  text: needAt(at),
  citations: [],
  delivery: { state: 'received', attempts: 0, platformIds: [] },
  sentAt: timeAt(at),
  createdAt: timeAt(at),
});

const conversationAt = (at: number): Conversation => ({
  id: placeAt(at),
  channel: 'telegram',
  account: '4200',
  chatId: String(at),
  contactId: contactAt(at).id,
  leadId: `lead:${placeAt(at)}`,
  language: 'ru',
  // A person's: the agents of a running server would answer the others.
  mode: 'human',
  status: 'open',
  lastMessage: { id: messageAt(at).id, text: messageAt(at).text, direction: 'inbound', at: timeAt(at) },
  recency: newestFirst(timeAt(at)),
  createdAt: timeAt(at),
  updatedAt: timeAt(at),
});

export const sampleLeads = (count: number): readonly Lead[] => Array.from({ length: count }, (_, at) => leadAt(at));

type Folder = { readonly folder: string; readonly teamId: string };

/** Stores leads in a server's data folder, as another process on the same store would. */
export const storeLeads = (where: Folder, leads: readonly Lead[]): Promise<void> =>
  writeTeam(where, (documents) => insertAll(documents.leads, leads));

/** Stores `leads` leads with their contacts; the newest `conversations` of them have a conversation with a message. */
export const storeTeam = (
  where: Folder,
  { leads, conversations }: { readonly leads: number; readonly conversations: number },
): Promise<void> =>
  writeTeam(where, async (documents) => {
    const all = Array.from({ length: leads }, (_, at) => at);
    const talking = all.slice(-conversations);
    await insertAll(documents.leads, all.map(leadAt));
    await insertAll(documents.contacts, all.map(contactAt));
    await insertAll(documents.conversations, talking.map(conversationAt));
    await insertAll(documents.messages, talking.map(messageAt));
  });

const writeTeam = async (
  { folder, teamId }: Folder,
  write: (documents: TeamDocuments) => Promise<void>,
): Promise<void> => {
  const store = openEmbeddedStore({ directory: folder });
  try {
    await write(openTeamDocuments(store, teamId));
  } finally {
    await store.close();
  }
};

const insertAll = async <T>(
  collection: { readonly insertMany: (documents: readonly T[]) => Promise<void> },
  documents: readonly T[],
): Promise<void> => {
  for (let from = 0; from < documents.length; from += BATCH) {
    await collection.insertMany(documents.slice(from, from + BATCH));
  }
};
