import { type CatalogItem, catalog } from '@inbetwin/shared/entities/catalog-item.ts';
import { type Contact, contacts } from '@inbetwin/shared/entities/contact.ts';
import { type Conversation, conversations } from '@inbetwin/shared/entities/conversation.ts';
import { type Lead, leads } from '@inbetwin/shared/entities/lead.ts';
import { type Message, messages } from '@inbetwin/shared/entities/message.ts';
import type { Passage } from '@inbetwin/shared/entities/passage.ts';
import { type Run, runs } from '@inbetwin/shared/entities/run.ts';
import { newSetting, type Setting } from '@inbetwin/shared/entities/setting.ts';
import {
  type Grade,
  type Judgement,
  judgementIdOf,
  type Mark,
} from '@inbetwin/shared/entities/setting-kinds/judgement.ts';
import { settingKinds } from '@inbetwin/shared/entities/setting-kinds/registry.ts';
import { type Source, sourceIdOf, sources } from '@inbetwin/shared/entities/source.ts';
import { type Fact, type Twin, twins } from '@inbetwin/shared/entities/twin.ts';
import { type Work, work } from '@inbetwin/shared/entities/work.ts';
import { orderNumberOf } from '@inbetwin/shared/entities/work-kinds/order-number.ts';
import { workKinds } from '@inbetwin/shared/entities/work-kinds/registry.ts';
import { orderLineOf } from '@inbetwin/shared/orders/order-lines.ts';

const at = Date.UTC(2026, 0, 15, 9);

export const sampleConversation = (id = 'telegram:42:7', changes: Partial<Conversation> = {}): Conversation => ({
  ...conversations.samples.stored,
  id,
  leadId: `lead:${id}`,
  lastMessage: { ...conversations.samples.stored.lastMessage, id: `${id}:1` },
  ...changes,
});

export const sampleLead = (id = 'lead:1', changes: Partial<Lead> = {}): Lead => ({
  ...leads.samples.stored,
  id,
  score: 40,
  scoreReasons: [{ code: 'budget', points: 40 }],
  ...changes,
});

export const sampleReply = (userId: string, changes: Partial<Message> = {}): Message => ({
  ...messages.samples.made,
  id: `person:${userId}:1`,
  author: { kind: 'person', id: userId, name: 'Анна' },
  ...changes,
});

/** Written down by hand; one that writes in a channel has identities. */
export const sampleContact = (id: string, changes: Partial<Contact> = {}): Contact => {
  const { phone: _, ...contact } = contacts.samples.stored;
  return { ...contact, id, ...changes };
};

/** Of a file whose digest is these two letters again and again. */
export const sampleSource = (letters: string, changes: Partial<Source> = {}): Source => {
  const digest = letters.repeat(32);
  return { ...sources.samples.stored, id: sourceIdOf(digest), digest, ...changes };
};

export const sampleRun = (id: string): Run => ({ ...runs.samples.stored, id });

export const sampleSetting = (id: string): Setting => ({ id, updatedAt: at, ...settingKinds.team.sample });

export const sampleAgentSetting = (name: string): Setting => ({
  ...newSetting({ kind: 'agent', name }),
  updatedAt: at,
});

/** One that the team made itself. */
export const sampleTeamsAgent = (name: string): Setting => ({ ...sampleAgentSetting(name), agent: { title: 'Опт' } });

export const sampleCatalogItem = (id: string, changes: Partial<CatalogItem> = {}): CatalogItem => ({
  ...catalog.samples.stored,
  id,
  ...changes,
});

/** A task that a person makes on a device. */
export const sampleTask = (userId: string, changes: Partial<Work> = {}): Work => ({
  ...work.samples.made,
  id: `work:${userId}:1`,
  createdBy: userId,
  ...changes,
});

export const sampleAppointment = (userId: string, changes: Partial<Work> = {}): Work =>
  sampleTask(userId, {
    kind: 'appointment',
    title: 'Показ зала',
    dueAt: at + 86_400_000,
    appointment: { endsAt: at + 90_000_000, timeZone: 'Europe/Moscow' },
    ...changes,
  });

export const sampleOrder = (userId: string, item: CatalogItem, changes: Partial<Work> = {}): Work => {
  const { id = `work:${userId}:1` } = changes;
  const lines = [orderLineOf(item, { id: '1', quantity: 2 })];
  return sampleTask(userId, {
    kind: 'order',
    title: 'Заказ',
    order: { lines, currency: item.currency, number: orderNumberOf(id) },
    ...changes,
  });
};

/** What an agent asks a person for. */
export const sampleApproval = (changes: Partial<Work> = {}): Work =>
  sampleTask('agent:rag', {
    id: 'approval:run:1:3',
    kind: 'approval',
    title: 'create_order',
    ...workKinds.approval.sample,
    ...changes,
  });

export const sampleSuggestion = (changes: Partial<Work> = {}): Work =>
  sampleTask('agent:rag', {
    id: 'suggestion:run:1',
    kind: 'suggestion',
    title: 'Ответ',
    ...workKinds.suggestion.sample,
    ...changes,
  });

export const samplePassage = (id: string, position: number, text: string): Passage => ({
  id,
  sourceId: 'source:1',
  position,
  title: 'Зал',
  text,
  start: 0,
  end: text.length,
  language: 'ru',
  updatedAt: at,
});

export const sampleFact = (key: string, value: string): Fact => ({
  id: `m1:${key}`,
  group: 'profile',
  key,
  value,
  confidence: 0.9,
  messageId: 'm1',
  conversationId: 'telegram:42:7',
  observedAt: at,
  state: 'inferred',
});

export const sampleTwin = (id: string): Twin => ({ ...twins.samples.stored, id });

export const sampleMark = (passageId: string, userId: string, grade: Grade = 2): Mark => ({
  id: `${passageId} ${userId}`,
  passageId,
  sourceId: 'source:1',
  grade,
  quote: 'Зал стоит 120 000 ₽.',
  digest: '0123456789abcdef',
  userId,
  at,
});

export const sampleJudgement = (query: string, marks: readonly Mark[]): Judgement => ({
  id: judgementIdOf(query),
  value: { kind: 'judgement', query, language: 'ru' },
  marks: [...marks],
  updatedAt: at,
});
