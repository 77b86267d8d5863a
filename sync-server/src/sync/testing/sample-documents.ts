import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import type { Grade, Judgement, Mark } from '@inbetwin/shared/entities/judgement.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { Passage } from '@inbetwin/shared/entities/passage.ts';
import type { Fact, Twin } from '@inbetwin/shared/entities/twin.ts';
import { judgementIdOf } from '@inbetwin/shared/search/evaluation/judgement-id.ts';

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
