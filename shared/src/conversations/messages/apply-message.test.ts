import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Conversation, conversationSchema } from '../../entities/conversation.ts';
import { newestFirst } from '../../entities/declaring/fields.ts';
import type { Message } from '../../entities/message.ts';
import { handOver } from '../hand-over.ts';
import { applyMessage } from './apply-message.ts';

const conversation: Conversation = {
  id: 'telegram:42:7',
  channel: 'telegram',
  account: '42',
  chatId: '7',
  contactId: 'contact:1',
  leadId: 'lead:1',
  language: 'ru',
  mode: 'agent',
  status: 'open',
  lastMessage: { id: 'm0', text: '', direction: 'inbound', at: 0 },
  recency: newestFirst(0),
  createdAt: 0,
  updatedAt: 0,
};

const messageOf = (change: Partial<Message>): Message => ({
  id: 'm1',
  conversationId: conversation.id,
  direction: 'inbound',
  author: { kind: 'customer' },
  text: 'текст',
  citations: [],
  delivery: { state: 'received', attempts: 0, platformIds: [] },
  sentAt: 1,
  createdAt: 1,
  ...change,
});

const anyMessage = fc
  .record({
    at: fc.integer({ min: 1, max: 12 }),
    number: fc.integer({ min: 0, max: 4 }),
    direction: fc.constantFrom('inbound' as const, 'outbound' as const),
    text: fc.string({ maxLength: 700, unit: 'binary' }),
  })
  .map(({ at, number, ...rest }) => messageOf({ ...rest, id: `m${at}.${number}`, createdAt: at }));

test('in whatever order and however often messages arrive, the newest stands', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(anyMessage, { minLength: 1, selector: ({ id }) => id }),
      fc.infiniteStream(fc.nat()),
      (messages, order) => {
        const shuffled = [...messages, ...messages]
          .map((message) => ({ message, at: Number(order.next().value) }))
          .sort((a, b) => a.at - b.at)
          .map(({ message }) => message);
        const result = shuffled.reduce(applyMessage, conversation);
        const newest = messages.toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)).at(-1);
        expect(result.lastMessage.id).toBe(newest?.id);
        expect(result.recency).toBe(newestFirst(newest?.createdAt ?? 0));
        expect(conversationSchema.safeParse(result).success).toBe(true);
      },
    ),
  );
});

test('a message that changes nothing gives the same object back, so that nothing is written', () => {
  const once = applyMessage(conversation, messageOf({ createdAt: 5 }));
  expect(applyMessage(once, messageOf({ createdAt: 5 }))).toBe(once);
  expect(applyMessage(once, messageOf({ id: 'm9', createdAt: 4 }))).toBe(once);
});

test("a person's message takes the conversation over and settles the hand-over; the agent's does not", () => {
  const handed = handOver(conversation, { reason: 'no_answer', summary: 'вертолёт', at: 1 });
  const byAgent = messageOf({ createdAt: 2, direction: 'outbound', author: { kind: 'agent' } });
  expect(applyMessage(handed, byAgent)).toMatchObject({ mode: 'agent', handover: { reason: 'no_answer' } });
  const byPerson = messageOf({ createdAt: 2, direction: 'outbound', author: { kind: 'person', id: 'u1' } });
  const taken = applyMessage(handed, byPerson);
  expect(taken.mode).toBe('human');
  expect(taken).not.toHaveProperty('handover');
});

test('a customer who writes again opens a closed conversation', () => {
  expect(applyMessage({ ...conversation, status: 'closed' }, messageOf({})).status).toBe('open');
});

test('a hand-over leaves a conversation alone that a person has, and never goes back', () => {
  const taken: Conversation = { ...conversation, mode: 'human' };
  expect(handOver(taken, { reason: 'no_answer', summary: 's', at: 9 })).toBe(taken);
  const asked = handOver(conversation, { reason: 'asked_for_person', summary: 's', at: 5 });
  expect(asked.mode).toBe('human');
  expect(handOver(asked, { reason: 'no_answer', summary: 'older', at: 4 })).toBe(asked);
  expect(handOver(asked, { reason: 'asked_for_person', summary: 's', at: 5 })).toBe(asked);
  const unanswered = handOver(conversation, { reason: 'no_answer', summary: 's', at: 5 });
  expect(handOver(unanswered, { reason: 'angry', summary: 's', at: 5 })).toMatchObject({ mode: 'human' });
});

test("a person's message that arrives late, written offline, silences the agent all the same", () => {
  const busy = applyMessage(conversation, messageOf({ id: 'm9', createdAt: 9 }));
  const late = messageOf({ id: 'm5', createdAt: 5, direction: 'outbound', author: { kind: 'person', id: 'u1' } });
  const taken = applyMessage(busy, late);
  expect(taken).toMatchObject({ mode: 'human', lastMessage: { id: 'm9' } });
  expect(applyMessage(taken, late)).toBe(taken);
  const asked = handOver(busy, { reason: 'asked_for_person', summary: 's', at: 9 });
  expect(applyMessage(asked, late).handover).toBeDefined();
  const unanswered = handOver(busy, { reason: 'no_answer', summary: 's', at: 4 });
  expect(applyMessage(unanswered, late)).not.toHaveProperty('handover');
});

test('where agents prepare drafts a person sends every reply, and the agents go on preparing', () => {
  const drafted: Conversation = { ...conversation, mode: 'draft' };
  const byPerson = messageOf({ createdAt: 2, direction: 'outbound', author: { kind: 'person', id: 'u1' } });
  expect(applyMessage(drafted, byPerson)).toMatchObject({ mode: 'draft', lastMessage: { id: 'm1' } });
  const handed = handOver(drafted, { reason: 'no_answer', summary: 'вертолёт', at: 1 });
  expect(applyMessage(handed, byPerson)).toMatchObject({ mode: 'draft' });
  expect(applyMessage(handed, byPerson)).not.toHaveProperty('handover');
});

test('the summary of a person who is awaited grows by what is handed over next', () => {
  const once = handOver(conversation, { reason: 'request', summary: 'Бронь на субботу', at: 1 });
  const more = handOver(once, { reason: 'request', summary: '34 человека', at: 2 });
  expect(more.handover).toMatchObject({ summary: 'Бронь на субботу\n34 человека', at: 2 });
  expect(handOver(more, { reason: 'request', summary: '34 человека', at: 2 })).toBe(more);
  const long = handOver(more, { reason: 'request', summary: 'x'.repeat(2000), at: 3 });
  expect(long.handover?.summary).toBe('x'.repeat(2000));
});
