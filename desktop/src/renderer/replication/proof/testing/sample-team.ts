import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import type { Source } from '@inbetwin/shared/entities/source.ts';
import { sourceIdOf } from '@inbetwin/shared/entities/source.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import {
  sampleConversation,
  sampleJudgement,
  sampleLead,
  sampleMark,
  sampleTwin,
} from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import type { Person } from './proof-server.ts';

const at = Date.UTC(2026, 0, 15, 9);
const team = { id: 'proof', slug: 'proof', name: 'Лофт' } as const;

const person = (id: string, name: string, role: Person['team']['role']): Person => ({
  user: { id, email: `${id}@example.com`, name },
  team: { ...team, role },
});

export const people = {
  anna: person('user:anna', 'Анна', 'owner'),
  boris: person('user:boris', 'Борис', 'rep'),
  clara: person('user:clara', 'Clara', 'manager'),
};

/** The owner of each device; two people have two. */
export const seats: readonly Person[] = [people.anna, people.boris, people.clara, people.anna, people.boris];

export const queries = ['сколько стоит зал', 'парковка', 'price of the hall'];

export const sampleContact = (id: string, changes: Partial<Contact> = {}): Contact => ({
  id,
  kind: 'person',
  name: 'Мария',
  identities: [],
  createdAt: at,
  updatedAt: at,
  ...changes,
});

export const sampleSource = (digest: string): Source => ({
  id: sourceIdOf(digest),
  title: 'Прайс',
  mediaType: 'text/markdown',
  digest,
  size: 10,
  state: 'ready',
  warnings: [],
  passageCount: 0,
  language: 'ru',
  createdAt: at,
  updatedAt: at,
});

/** The server's documents before the story begins. */
export const fillTeam = async ({ contacts, leads, conversations, twins, settings, sources }: TeamDocuments) => {
  const contactId = 'contact:telegram:42:7';
  const identity = { channel: 'telegram', account: '42', externalId: '7' };
  await contacts.insertMany([
    sampleContact(contactId, { identities: [identity], phone: '+7 999 000-00-00' }),
    sampleContact('person:1'),
  ]);
  await leads.insertMany([
    sampleLead('lead:telegram:42:7', { conversationId: 'telegram:42:7' }),
    sampleLead('deal:1'),
    sampleLead('deal:2', { bant: { need: 'Нужен зал на сорок гостей в июне, со сценой и светом' } }),
  ]);
  await conversations.insertMany([sampleConversation(), sampleConversation('telegram:42:8')]);
  await twins.insertMany([sampleTwin(contactId)]);
  await settings.insertMany([
    {
      ...sampleJudgement(queries[0] ?? '', [sampleMark('p1', 'user:anna')]),
      note: 'Спросить про цены на лето и осень',
    },
  ]);
  await sources.insertMany([sampleSource('a'.repeat(64))]);
};
