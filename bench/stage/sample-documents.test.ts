import { contactSchema } from '@inbetwin/shared/entities/contact.ts';
import { conversationSchema } from '@inbetwin/shared/entities/conversation.ts';
import { leadSchema } from '@inbetwin/shared/entities/lead.ts';
import { messageSchema } from '@inbetwin/shared/entities/message.ts';
import { expect, test } from 'vitest';
import { contactAt, conversationAt, leadAt, MESSAGES_EACH, messageAt, sampleUser } from './sample-documents.ts';

const SOME = Array.from({ length: 2_000 }, (_, at) => at);

test('every sample is a document as the workspace stores it', () => {
  for (const at of SOME) {
    leadSchema.parse(leadAt(at));
    contactSchema.parse(contactAt(at));
    conversationSchema.parse(conversationAt(at));
    messageSchema.parse(messageAt(at));
  }
});

test('a lead is about 1 kB, as those that the goals were set with', () => {
  const bytes = Buffer.byteLength(JSON.stringify(leadAt(9_999)));
  expect(bytes).toBeGreaterThan(900);
  expect(bytes).toBeLessThan(1_100);
});

test('a conversation shows the last of its own messages, and the later one comes first', () => {
  const { id, lastMessage, recency } = conversationAt(7);
  const messages = Array.from({ length: MESSAGES_EACH }, (_, turn) => messageAt(7 * MESSAGES_EACH + turn));
  expect(messages.map(({ conversationId }) => conversationId)).toEqual(messages.map(() => id));
  expect(messages.at(-1)).toMatchObject({ id: lastMessage.id, createdAt: lastMessage.at });
  expect(messageAt(8 * MESSAGES_EACH).conversationId).not.toBe(id);
  expect(conversationAt(8).recency).toBeLessThan(recency);
});

test('each filter of the inbox finds few, and the newest conversation is in all of them', () => {
  const all = SOME.map(conversationAt);
  const open = all.filter(({ status }) => status === 'open');
  expect(open).toHaveLength(200);
  expect(open.filter(({ mode }) => mode === 'human')).toHaveLength(10);
  expect(open.filter(({ lastMessage }) => lastMessage.direction === 'inbound')).toHaveLength(2);
  expect(open.filter(({ assigneeId }) => assigneeId === sampleUser)).toEqual([all.at(-1)]);
  expect(all.at(-1)).toMatchObject({ status: 'open', mode: 'human', lastMessage: { direction: 'inbound' } });
});
