import { beforeEach, expect, test } from 'vitest';
import { openTeamDocuments, type TeamDocuments } from '../../ports/team-documents.ts';
import { createMemoryStore } from '../../testing/memory-store.ts';
import { messageIdOf } from '../ids.ts';
import { openConversation } from '../open-conversation.ts';
import { receiveMessage } from '../receive.ts';
import { deleteMessage } from './delete-message.ts';
import { editMessage } from './edit-message.ts';

const place = { channel: 'telegram', account: '42', chatId: '7' };
const id = messageIdOf(place, '1');
const digest = 'a'.repeat(64);
const received = {
  ...place,
  messageId: '1',
  sender: { externalId: '7', name: 'Анна' },
  text: 'Мой паспорт 4510 123456',
  attachments: [{ kind: 'image' as const, name: 'паспорт.jpg', digest }],
  sentAt: 1,
};
let documents: TeamDocuments;
let forgotten: string[];
const remove = (messageId: string, deletedAt: number) =>
  deleteMessage(
    documents,
    { ...place, messageId, deletedAt },
    {
      now: 9,
      forgetFiles: async (_id, digests) => {
        forgotten.push(...digests);
      },
    },
  );

beforeEach(async () => {
  forgotten = [];
  documents = openTeamDocuments(createMemoryStore(), 'crew');
  await openConversation(documents, (await receiveMessage(documents, received, 1)).message);
  await editMessage(documents, { ...place, messageId: '1', text: 'Мой паспорт 4510 123457', editedAt: 3 }, 4);
});

test('nothing of what it said stays: not its text, its earlier texts, its files, nor the line in the list', async () => {
  await remove('1', 5);
  expect(forgotten).toEqual([digest]);
  const message = await documents.messages.get(id);
  expect(message).toMatchObject({ id, text: '', removed: { at: 5 }, author: { name: 'Анна' } });
  const conversation = await documents.conversations.get('telegram:42:7');
  expect(conversation).toMatchObject({ lastMessage: { id, text: '' }, updatedAt: 9 });
  expect(JSON.stringify([message, conversation])).not.toContain('4510');
});

test('neither a redelivery nor a late edit brings it back, and deleting it again changes nothing', async () => {
  await remove('1', 5);
  const before = await documents.messages.get(id);
  await receiveMessage(documents, received, 10);
  await editMessage(documents, { ...place, messageId: '1', text: 'Мой паспорт', editedAt: 7 }, 11);
  await remove('1', 8);
  expect(await documents.messages.get(id)).toEqual(before);
  await remove('2', 8);
  expect(forgotten).toEqual([digest]);
});
