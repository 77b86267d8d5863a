import type { DocumentOf } from '../../entities/registry.ts';

const times = { createdAt: 1, updatedAt: 1 };

export const sampleLead = {
  id: 'd',
  contactId: 'c',
  title: 'Зал на 80 гостей',
  stage: 'new',
  score: 0,
  scoreReasons: [],
  bant: { need: 'зал на сорок гостей с видом на реку и ужином' },
  ...times,
} satisfies DocumentOf<'leads'>;

export const sampleContact = {
  id: 'd',
  kind: 'person',
  name: 'Анна',
  identities: [],
  ...times,
} satisfies DocumentOf<'contacts'>;

export const sampleConversation = {
  id: 'd',
  channel: 'telegram',
  account: '1',
  chatId: '1',
  contactId: 'c',
  leadId: 'l',
  language: 'ru',
  mode: 'agent',
  status: 'open',
  lastMessage: { id: 'm0', text: 'text', direction: 'inbound', at: 1 },
  recency: 1,
  ...times,
} satisfies DocumentOf<'conversations'>;

export const sampleFact = (id: string, value: string) =>
  ({
    id,
    group: 'profile',
    key: 'phone',
    value,
    confidence: 1,
    messageId: 'm',
    conversationId: 'v',
    observedAt: 1,
    state: 'inferred',
  }) satisfies DocumentOf<'twins'>['facts'][number];

export const sampleTwin = { id: 'd', facts: [], ...times } satisfies DocumentOf<'twins'>;

export const sampleMark = (id: string, n: number) => ({
  id,
  passageId: 'p',
  sourceId: 's',
  grade: n % 3,
  quote: 'quote',
  digest: '0123456789abcdef',
  userId: 'u',
  at: n,
});

export const sampleJudgement = {
  id: 'd',
  query: 'зал',
  language: 'ru',
  marks: [],
  note: 'один два три четыре пять шесть семь восемь',
  updatedAt: 1,
} satisfies DocumentOf<'judgements'>;

export const sampleSource = {
  id: 'd',
  title: 'Цены',
  mediaType: 'text/plain',
  digest: 'a'.repeat(64),
  size: 1,
  state: 'indexing',
  warnings: [],
  passageCount: 1,
  language: 'ru',
  ...times,
} satisfies DocumentOf<'sources'>;
