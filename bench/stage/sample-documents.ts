import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { newestFirst } from '@inbetwin/shared/entities/declaring/fields.ts';
import { type Lead, leadStages } from '@inbetwin/shared/entities/lead.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { Run, Step } from '@inbetwin/shared/entities/run.ts';

/**
 * Sample documents of a team of any size that resemble real ones. They are the same each time; higher positions are
 * newer. Generated in Node and in pages.
 */
const FIRST_DAY = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;

/** The number of messages per conversation, alternating between the customer and the team. */
export const MESSAGES_EACH = 10;

const needs = [
  'Корпоратив на восемьдесят гостей в лофте с ведущим, живой музыкой и кейтерингом на весь вечер. ',
  'A conference for two hundred people with a live stream, interpretation and lunch on both days. ',
  'Свадьба в шатре у воды: банкет, фотозона, оформление цветами и трансфер от метро и обратно. ',
] as const;

/** Whether the position is the last of each `nth` group. */
const isEvery = (nth: number, at: number): boolean => at % nth === nth - 1;

const placeAt = (at: number) => `telegram:4200:${at}`;
const timeAt = (at: number) => FIRST_DAY + at * MINUTE;
const needAt = (at: number) => needs[at % needs.length] ?? needs[0];

/** Returns a lead of about 1 kB as JSON in UTF-8. */
export const leadAt = (at: number): Lead => ({
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

/** The name of the customer at a position. */
export const customerName = (at: number): string => `Customer ${at}`;

/** The contact at a position. */
export const contactAt = (at: number): Contact => ({
  id: `contact:${placeAt(at)}`,
  kind: 'person',
  name: customerName(at),
  phone: `+7900${String(at).padStart(7, '0')}`,
  language: at % needs.length === 1 ? 'en' : 'ru',
  identities: [{ channel: 'telegram', account: '4200', externalId: String(at) }],
  createdAt: timeAt(at),
  updatedAt: timeAt(at),
});

/**
 * Returns the message at a position: ten in a row belong to one conversation, a second apart. A server's agents ignore
 * samples.
 */
export const messageAt = (at: number): Message => {
  const place = Math.floor(at / MESSAGES_EACH);
  const turn = at % MESSAGES_EACH;
  const isUnanswered = isEvery(1_000, place) && turn === MESSAGES_EACH - 1;
  const isReply = turn % 2 === 1 && !isUnanswered;
  const sentAt = timeAt(place) + (turn + 1 - MESSAGES_EACH) * 1_000;
  return {
    id: `${placeAt(place)}:${turn}`,
    conversationId: placeAt(place),
    direction: isReply ? 'outbound' : 'inbound',
    author: isReply ? { kind: 'agent', name: 'RAG' } : { kind: 'customer', name: customerName(place) },
    text: needAt(at),
    citations: [],
    delivery: isReply
      ? { state: 'sent', attempts: 1, platformIds: [String(at)] }
      : { state: 'received', attempts: 0, platformIds: [] },
    sentAt,
    createdAt: sentAt,
    demo: true,
  };
};

/** The user to whom some conversations are assigned. */
export const sampleUser = 'user:bench';

/**
 * Returns a conversation with a distribution like that of an established team: one of ten is open, one of two hundred
 * belongs to a person, one of a thousand waits for a person, and one of two thousand is assigned to this user. Of each
 * two thousand, the newest has all of these properties.
 */
export const conversationAt = (at: number): Conversation => {
  const last = messageAt(at * MESSAGES_EACH + MESSAGES_EACH - 1);
  return {
    id: placeAt(at),
    channel: 'telegram',
    account: '4200',
    chatId: String(at),
    contactId: contactAt(at).id,
    leadId: `lead:${placeAt(at)}`,
    language: 'ru',
    mode: isEvery(200, at) ? 'human' : 'agent',
    status: isEvery(10, at) ? 'open' : 'closed',
    ...(isEvery(2_000, at) && { assigneeId: sampleUser }),
    lastMessage: { id: last.id, text: last.text, direction: last.direction, at: last.createdAt },
    recency: newestFirst(last.createdAt),
    createdAt: timeAt(at),
    updatedAt: timeAt(at),
  };
};

/** A run of the `at`th message's conversation as agents record it, about 4.5 kB as JSON: what was found, asked and said. */
export const runAt = (at: number): Run => {
  const startedAt = timeAt(at);
  const step = (index: number, made: Pick<Step, 'agent' | 'kind' | 'name' | 'input'> & Partial<Step>): Step => ({
    index,
    state: 'done',
    startedAt: startedAt + index * 500,
    endedAt: startedAt + index * 500 + 400,
    ...made,
  });
  const passages = Array.from({ length: 5 }, (_, place) => ({
    passageId: `source:bench:${at}:${place}`,
    text: needAt(at + place).repeat(3),
  }));
  const tokens = { input: 1_800, output: 120 };
  return {
    id: `run:${messageAt(at).id}`,
    conversationId: messageAt(at).conversationId,
    messageId: messageAt(at).id,
    state: 'done',
    outcome: 'replied',
    steps: [
      step(0, { agent: 'supervisor', kind: 'route', name: 'rules', input: { text: needAt(at) } }),
      step(1, { agent: 'rag', kind: 'tool', name: 'search_knowledge', input: { query: needAt(at) }, output: passages }),
      step(2, { agent: 'rag', kind: 'model', name: 'model', input: { text: needAt(at).repeat(4) }, tokens }),
      step(3, { agent: 'supervisor', kind: 'reply', name: 'reply', input: { answerer: 'rag', text: needAt(at) } }),
    ],
    demo: true,
    createdAt: startedAt,
    updatedAt: startedAt + 2_000,
  };
};

/** Returns the first `count` leads. */
export const sampleLeads = (count: number): readonly Lead[] => Array.from({ length: count }, (_, at) => leadAt(at));
