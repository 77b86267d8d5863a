import type { DocumentOf } from '../../entities/registry.ts';
import type { Mergeable } from '../mergeable.ts';

/** Returns the document without stamps. */
export const asIs = (document: object): Mergeable => ({ id: 'd', _deleted: false, ...document });

const times = { createdAt: 1, updatedAt: 1 };

export const sampleLead = {
  id: 'd',
  contactId: 'c',
  title: 'Зал на 80 гостей',
  stage: 'new',
  score: 0,
  scoreReasons: [],
  bant: { need: 'зал на сорок гостей с видом из окон и ужином' },
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
  value: { kind: 'judgement', query: 'зал', language: 'ru' },
  marks: [],
  note: 'один два три четыре пять шесть семь восемь',
  updatedAt: 1,
} satisfies DocumentOf<'settings'>;

export const sampleItem = {
  id: 'd',
  title: 'Зал «Атриум»',
  description: 'зал на сорок гостей с видом из окон и террасой',
  priceMicros: 5_000_000,
  currency: 'RUB',
  unit: 'день',
  state: 'offered',
  ...times,
} satisfies DocumentOf<'catalog'>;

export const sampleLine = (id: string, n: number) => ({
  id,
  productId: 'p',
  title: `line ${n}`,
  quantity: n + 1,
  priceMicros: n,
});

/** Has every field that work can have, which no single kind has. */
export const sampleWork = {
  id: 'd',
  kind: 'order',
  state: 'open',
  title: 'Заказ',
  details: 'позвонить завтра утром и спросить о скатертях',
  createdBy: 'u',
  dueAt: 5,
  appointment: { endsAt: 9, timeZone: 'Europe/Moscow' },
  order: { lines: [], currency: 'RUB', number: '1' },
  approval: { runId: 'r', step: 1, agent: 'rag', tool: 'create_order', arguments: '{}' },
  suggestion: { runId: 'r', text: 'Да', citations: [] },
  followUp: { sequence: 's', step: 0, messageId: 'm' },
  ...times,
} satisfies DocumentOf<'work'>;

export const sampleSetting = {
  id: 'd',
  value: { kind: 'agent', name: 'rag' },
  agent: {
    prompt: { ru: 'отвечай коротко и только по делу клиента', en: 'answer briefly and only what was asked for' },
    tools: [],
    approvals: [],
    limits: {},
  },
  updatedAt: 1,
} satisfies DocumentOf<'settings'>;

export const sampleReplyStyle = {
  id: 'reply-style',
  value: { kind: 'reply-style' },
  replyStyle: {
    signature: {},
    priceObjection: { ru: 'в эту цену входит уборка зала', en: 'our price includes cleaning of this hall' },
    sentences: [],
  },
  updatedAt: 1,
} satisfies DocumentOf<'settings'>;

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
