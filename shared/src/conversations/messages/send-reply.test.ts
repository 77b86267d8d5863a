import { expect, test } from 'vitest';
import { openTeamDocuments } from '../../ports/team-documents.ts';
import { createMemoryStore } from '../../testing/memory-store.ts';
import { replyAsPerson } from '../../testing/reply-as-person.ts';
import { openConversation } from '../open-conversation.ts';
import { receiveMessage } from '../receive.ts';
import { sendReply } from './send-reply.ts';

const author = { id: 'u1', name: 'Илья' };
const openTeam = async () => {
  const documents = openTeamDocuments(createMemoryStore(), 'crew');
  const sender = { externalId: 'u7', name: 'Анна' };
  const place = { channel: 'telegram', account: '42', chatId: '7' };
  const { message } = await receiveMessage(documents, { ...place, messageId: '1', sender, text: 'Да?', sentAt: 1 }, 1);
  await openConversation(documents, message);
  return { documents, conversationId: message.conversationId };
};

test("a person's reply is one queued message, and sending it again is a no-op", async () => {
  const { documents, conversationId } = await openTeam();
  const reply = { conversationId, text: ' Добрый день ', id: 'r1', author };
  const sent = await replyAsPerson(documents, reply, () => 10);
  expect(sent).toMatchObject({ id: 'r1', text: 'Добрый день', author: { kind: 'person', ...author } });
  expect(sent.delivery.state).toBe('queued');
  expect(await replyAsPerson(documents, reply, () => 20)).toEqual(sent);
});

test('its author has the conversation from then on, and it sorts after what it answers', async () => {
  const { documents, conversationId } = await openTeam();
  const before = await documents.conversations.get(conversationId);
  const sent = await replyAsPerson(documents, { conversationId, text: 'Раз', author }, () => 0);
  expect(sent).toMatchObject({ sentAt: 0, createdAt: (before?.lastMessage.at ?? 0) + 1 });
  const taken = await documents.conversations.get(conversationId);
  expect(taken).toMatchObject({ mode: 'human', assigneeId: author.id, lastMessage: { id: sent.id, text: 'Раз' } });
  expect(taken?.edits?.['/mode']?.by).toBe(author.id);
  const colleague = { id: 'u2', name: 'Ольга' };
  await replyAsPerson(documents, { conversationId, text: 'Два', author: colleague }, () => 20);
  expect(await documents.conversations.get(conversationId)).toMatchObject({ assigneeId: author.id });
});

test('who answers a conversation that agents still answer becomes responsible for it, whoever was before', async () => {
  const { documents, conversationId } = await openTeam();
  await documents.conversations.update(conversationId, (current) => ({ ...current, assigneeId: 'u2' }));
  await replyAsPerson(documents, { conversationId, text: 'Раз', author }, () => 10);
  expect(await documents.conversations.get(conversationId)).toMatchObject({ mode: 'human', assigneeId: author.id });
});

test('a reply carries its files, which the server does not have yet', async () => {
  const { documents, conversationId } = await openTeam();
  const conversation = await documents.conversations.get(conversationId);
  if (!conversation) throw new Error('There is no conversation.');
  const actor = { documents, now: () => 10, report: () => undefined };
  const file = { kind: 'file' as const, name: 'план.pdf', size: 9, digest: 'a'.repeat(64) };
  const sent = await sendReply(actor, { conversation, text: '', files: [file], author, id: 'r1' });
  expect(sent.attachments).toMatchObject([{ ...file, state: 'waiting' }]);
  const plain = await sendReply(actor, { conversation, text: 'Раз', author, id: 'r2' });
  expect(plain).not.toHaveProperty('attachments');
});

test('a reply is sent though its conversation could not be written, which is reported', async () => {
  const { documents, conversationId } = await openTeam();
  const conversation = await documents.conversations.get(conversationId);
  if (!conversation) throw new Error('There is no conversation.');
  const update = () => Promise.reject(new Error('disk full'));
  const reported: unknown[] = [];
  const actor = {
    documents: { ...documents, conversations: { ...documents.conversations, update } },
    now: () => 10,
    report: (error: unknown) => reported.push(error),
  };
  const sent = await sendReply(actor, { conversation, text: 'Раз', author, id: 'r1' });
  expect(await documents.messages.get('r1')).toEqual(sent);
  expect(reported).toEqual([new Error('disk full')]);
});

test('an id that another message has is refused', async () => {
  const { documents, conversationId } = await openTeam();
  await replyAsPerson(documents, { conversationId, text: 'Раз', id: 'r1', author }, () => 10);
  for (const change of [{ text: 'Два' }, { author: { id: 'u2', name: 'Ольга' } }]) {
    const taken = replyAsPerson(documents, { conversationId, text: 'Раз', id: 'r1', author, ...change }, () => 11);
    await expect(taken).rejects.toMatchObject({ code: 'document.conflict' });
  }
});
