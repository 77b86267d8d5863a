import type { CatalogItem } from '@inbetwin/shared/entities/catalog-item.ts';
import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import type { Grade, Judgement, Mark } from '@inbetwin/shared/entities/judgement.ts';
import { judgementIdOf } from '@inbetwin/shared/entities/judgement.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { Passage } from '@inbetwin/shared/entities/passage.ts';
import type { Run } from '@inbetwin/shared/entities/run.ts';
import type { Setting } from '@inbetwin/shared/entities/setting.ts';
import type { Source } from '@inbetwin/shared/entities/source.ts';
import type { Fact, Twin } from '@inbetwin/shared/entities/twin.ts';
import { NEVER, type Work } from '@inbetwin/shared/entities/work.ts';
import { orderNumberOf } from '@inbetwin/shared/entities/work-kinds/order-number.ts';
import { orderLineOf } from '@inbetwin/shared/orders/order-lines.ts';

const at = Date.UTC(2026, 0, 15, 9);

export const sampleConversation = (id = 'telegram:42:7', changes: Partial<Conversation> = {}): Conversation => ({
  id,
  channel: 'telegram',
  account: '42',
  chatId: '7',
  contactId: 'contact:telegram:42:7',
  leadId: `lead:${id}`,
  language: 'ru',
  mode: 'agent',
  status: 'open',
  lastMessage: { id: `${id}:1`, text: 'Сколько стоит зал?', direction: 'inbound', at },
  recency: 8.64e15 - at,
  createdAt: at,
  updatedAt: at,
  ...changes,
});

export const sampleLead = (id = 'lead:1', changes: Partial<Lead> = {}): Lead => ({
  id,
  contactId: 'contact:telegram:42:7',
  title: 'Зал на 80 гостей',
  stage: 'new',
  score: 40,
  scoreReasons: [{ code: 'budget', points: 40 }],
  bant: { budget: '300 000 ₽' },
  createdAt: at,
  updatedAt: at,
  ...changes,
});

export const sampleReply = (userId: string, changes: Partial<Message> = {}): Message => ({
  id: `person:${userId}:1`,
  conversationId: 'telegram:42:7',
  direction: 'outbound',
  author: { kind: 'person', id: userId, name: 'Анна' },
  text: 'Добрый день! Зал стоит 120 000 ₽.',
  citations: [],
  delivery: { state: 'queued', attempts: 0, platformIds: [] },
  sentAt: at + 1000,
  createdAt: at + 1000,
  ...changes,
});

/** Written down by hand; one that writes in a channel has identities. */
export const sampleContact = (id: string, changes: Partial<Contact> = {}): Contact => ({
  id,
  kind: 'person',
  name: 'Иван',
  identities: [],
  createdAt: at,
  updatedAt: at,
  ...changes,
});

/** Of a file whose digest is these two letters again and again. */
export const sampleSource = (letters: string, changes: Partial<Source> = {}): Source => ({
  id: `source:${letters.repeat(16)}`,
  title: 'Цены',
  mediaType: 'text/plain',
  digest: letters.repeat(32),
  size: 3,
  state: 'indexing',
  warnings: [],
  passageCount: 1,
  language: 'ru',
  createdAt: at,
  updatedAt: at,
  ...changes,
});

export const sampleRun = (id: string): Run => ({
  id,
  conversationId: 'telegram:42:7',
  messageId: 'telegram:42:7:1',
  state: 'running',
  steps: [],
  createdAt: at,
  updatedAt: at,
});

export const sampleSetting = (id: string): Setting => ({
  id,
  updatedAt: at,
  value: { kind: 'team', name: 'Лофт', slug: 'loft', model: null, demo: false },
});

export const sampleAgentSetting = (name: string): Setting => ({
  id: `agent:${name}`,
  updatedAt: at,
  value: { kind: 'agent', name },
});

/** One that the team made itself. */
export const sampleTeamsAgent = (name: string): Setting => ({ ...sampleAgentSetting(name), agent: { title: 'Опт' } });

export const sampleCatalogItem = (id: string, changes: Partial<CatalogItem> = {}): CatalogItem => ({
  id,
  title: 'Зал «Атриум»',
  description: 'До 80 гостей, с террасой.',
  priceMicros: 120_000_000_000,
  currency: 'RUB',
  unit: 'день',
  state: 'offered',
  createdAt: at,
  updatedAt: at,
  ...changes,
});

/** A task that a person makes on a device. */
export const sampleTask = (userId: string, changes: Partial<Work> = {}): Work => ({
  id: `work:${userId}:1`,
  kind: 'task',
  state: 'open',
  title: 'Перезвонить',
  contactId: 'contact:telegram:42:7',
  createdBy: userId,
  dueAt: NEVER,
  createdAt: at,
  updatedAt: at,
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
    approval: { runId: 'run:1', step: 3, agent: 'rag', tool: 'create_order', arguments: '{"lines":[]}' },
    ...changes,
  });

export const sampleSuggestion = (changes: Partial<Work> = {}): Work =>
  sampleTask('agent:rag', {
    id: 'suggestion:run:1',
    kind: 'suggestion',
    title: 'Ответ',
    suggestion: { runId: 'run:1', text: 'Зал свободен.', citations: [] },
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

export const sampleTwin = (id: string): Twin => ({
  id,
  facts: [sampleFact('phone', '+7 999 000-00-00'), sampleFact('budget', '300 000 ₽')],
  createdAt: at,
  updatedAt: at,
});

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
  query,
  language: 'ru',
  marks: [...marks],
  updatedAt: at,
});
