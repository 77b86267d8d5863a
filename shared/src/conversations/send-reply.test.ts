import { expect, test } from 'vitest';
import { openTeamDocuments } from '../ports/team-documents.ts';
import { createMemoryStore } from '../testing/memory-store.ts';
import { openConversation } from './open-conversation.ts';
import { receiveMessage } from './receive.ts';
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
  const reply = { conversationId, text: 'Добрый день', id: 'r1', author };
  const sent = await sendReply(documents, reply, 10);
  expect(sent).toMatchObject({ id: 'r1', author: { kind: 'person', ...author }, delivery: { state: 'queued' } });
  expect(await sendReply(documents, reply, 20)).toEqual(sent);
});

test('without an id each reply is its own', async () => {
  const { documents, conversationId } = await openTeam();
  const first = await sendReply(documents, { conversationId, text: 'Раз', author }, 10);
  const second = await sendReply(documents, { conversationId, text: 'Раз', author }, 11);
  expect(second.id).not.toBe(first.id);
});

test('an unknown conversation and an id that is taken are refused', async () => {
  const { documents, conversationId } = await openTeam();
  const lost = sendReply(documents, { conversationId: 'nowhere', text: 'Раз', author }, 10);
  await expect(lost).rejects.toMatchObject({ code: 'resource.not_found' });
  await sendReply(documents, { conversationId, text: 'Раз', id: 'r1', author }, 10);
  for (const change of [{ text: 'Два' }, { author: { id: 'u2', name: 'Ольга' } }]) {
    const taken = sendReply(documents, { conversationId, text: 'Раз', id: 'r1', author, ...change }, 11);
    await expect(taken).rejects.toMatchObject({ code: 'document.conflict' });
  }
});
