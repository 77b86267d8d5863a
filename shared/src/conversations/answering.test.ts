import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Conversation, conversationModes } from '../entities/conversation.ts';
import type { Message } from '../entities/message.ts';
import { answeringOf, waitsForReply } from './answering.ts';
import { applyMessage } from './apply-message.ts';
import { handBack } from './hand-back.ts';
import { handOver, handoverReasons } from './hand-over.ts';

const conversation: Conversation = {
  ...{ id: 'c', channel: 'web', account: 'site', chatId: '1', contactId: 'contact', leadId: 'lead', language: 'ru' },
  ...{ mode: 'agent', status: 'open', recency: 0, createdAt: 1, updatedAt: 1 },
  lastMessage: { id: 'm1', text: 'Есть вертолёт?', direction: 'inbound', at: 1 },
};
const taken: Conversation = { ...conversation, mode: 'human', assigneeId: 'u1' };

const message = (id: string, author: Message['author']['kind'], createdAt: number): Message => ({
  ...{ id, conversationId: 'c', text: 'x', citations: [], sentAt: createdAt, createdAt, author: { kind: author } },
  direction: author === 'customer' ? 'inbound' : 'outbound',
  delivery: { state: author === 'customer' ? 'received' : 'sent', attempts: 0, platformIds: [] },
});

test('a question that is handed back waits for the agents until somebody has answered it', () => {
  expect(answeringOf(taken)).toEqual({ by: 'human', waitsFor: 'person' });
  const back = handBack(taken, 'agent', 5);
  expect(back).toMatchObject({ mode: 'agent', handedBack: { messageId: 'm1', at: 5 } });
  expect(back).not.toHaveProperty('assigneeId');
  expect(answeringOf(back)).toEqual({ by: 'agent', waitsFor: 'agent' });
  expect(answeringOf(applyMessage(back, message('m2', 'customer', 2)))).toEqual({ by: 'agent', waitsFor: 'agent' });
  expect(answeringOf(applyMessage(back, message('r', 'agent', 2)))).toEqual({ by: 'agent' });
  expect(answeringOf(applyMessage(back, message('p', 'person', 2)))).toEqual({ by: 'human' });
});

test('what is answered, or was the agents’ already, waits for nobody when it is handed back', () => {
  expect(answeringOf(handBack(applyMessage(taken, message('p', 'person', 2)), 'agent', 5))).toEqual({ by: 'agent' });
  expect(answeringOf(handBack(conversation, 'agent', 5))).toEqual({ by: 'agent' });
});

test('after a hand-over of one question the agents go on; of a conversation, they are silent', () => {
  const handedOver = (reason: (typeof handoverReasons)[number]) =>
    answeringOf(handOver(conversation, { reason, summary: 's', at: 1 }));
  expect(Object.fromEntries(handoverReasons.map((reason) => [reason, handedOver(reason)]))).toEqual({
    asked_for_person: { by: 'human', waitsFor: 'person' },
    angry: { by: 'human', waitsFor: 'person' },
    no_answer: { by: 'agent', waitsFor: 'person' },
    limit: { by: 'agent', waitsFor: 'person' },
    other: { by: 'agent', waitsFor: 'person' },
  });
});

test('no handing back loses a message that waits, whatever happened before', () => {
  const act = fc.oneof(
    fc
      .constantFrom<Message['author']['kind']>('customer', 'agent', 'person')
      .map((by) => ({ kind: 'message' as const, by })),
    fc.constantFrom(...conversationModes).map((to) => ({ kind: 'mode' as const, to })),
    fc.constantFrom(...handoverReasons).map((reason) => ({ kind: 'hand-over' as const, reason })),
  );
  fc.assert(
    fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
      let now = conversation;
      acts.forEach((done, at) => {
        const waited = now.mode === 'human' && now.lastMessage.direction === 'inbound';
        if (done.kind === 'message') now = applyMessage(now, message(`m${at + 2}`, done.by, at + 2));
        else if (done.kind === 'hand-over') now = handOver(now, { reason: done.reason, summary: 's', at: at + 2 });
        else if (done.to === 'human') now = { ...now, mode: 'human' };
        else now = handBack(now, done.to, at + 2);
        if (waited && done.kind !== 'message') expect(waitsForReply(now)).toBe(true);
        if (now.mode === 'human') expect(answeringOf(now).waitsFor).not.toBe('agent');
      });
    }),
    { seed: 8 },
  );
});
