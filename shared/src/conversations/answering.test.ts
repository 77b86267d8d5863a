import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Conversation, conversationModes } from '../entities/conversation.ts';
import type { Message } from '../entities/message.ts';
import { mergeDocuments } from '../merge/merge-documents.ts';
import type { Mergeable } from '../merge/mergeable.ts';
import { stampChanges } from '../merge/stamp.ts';
import { answeringOf, waitsForReply } from './answering.ts';
import { handBack } from './hand-back.ts';
import { handOver, handoverReasons } from './hand-over.ts';
import { applyMessage } from './messages/apply-message.ts';

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

test('who was told to wait for a decision has no answer yet: it waits for the person who takes over, and is handed back as open', () => {
  const notice = applyMessage(conversation, message('run:m1:notice:3', 'agent', 2));
  expect(answeringOf(notice)).toEqual({ by: 'agent' });
  const held: Conversation = { ...notice, mode: 'human' };
  expect(answeringOf(held)).toEqual({ by: 'human', waitsFor: 'person' });
  const back = handBack(held, 'agent', 5);
  expect(back.handedBack).toEqual({ messageId: 'm1', at: 5 });
  expect(answeringOf(applyMessage(back, message('run:m1:reply', 'agent', 3)))).toEqual({ by: 'agent' });
});

test('handed back twice, from two devices, in either order: the question waits once, for one run', () => {
  const first = handBack(taken, 'agent', 5);
  expect(handBack(first, 'agent', 9)).toEqual(first);
  expect(handBack(first, 'draft', 9)).toEqual({ ...first, mode: 'draft' });
  const on = (node: string, after: Conversation): Mergeable => {
    const before = { ...taken, _deleted: false };
    const at = `000000000000009-0000-${node}`;
    return stampChanges('conversations', { before, after: { ...after, _deleted: false } }, { at, by: node });
  };
  const merged = (one: Conversation, other: Conversation) => {
    const base = { ...taken, _deleted: false };
    return mergeDocuments('conversations', { base, local: on('phone', one), remote: on('laptop', other) });
  };
  const second = handBack(taken, 'agent', 9);
  for (const both of [merged(first, second), merged(second, first)]) {
    expect(both).toMatchObject({ mode: 'agent', handedBack: { messageId: 'm1' } });
    expect(both).not.toHaveProperty('conflicts');
  }
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
    request: { by: 'agent', waitsFor: 'person' },
    complaint: { by: 'agent', waitsFor: 'person' },
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
