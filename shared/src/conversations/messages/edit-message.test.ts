import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openTeamDocuments } from '../../ports/team-documents.ts';
import { createMemoryStore } from '../../testing/memory-store.ts';
import { messageIdOf } from '../ids.ts';
import { openConversation } from '../open-conversation.ts';
import { receiveMessage } from '../receive.ts';
import { editMessage } from './edit-message.ts';

const place = { channel: 'telegram', account: '42', chatId: '7' };
const id = messageIdOf(place, '1');

const begin = async () => {
  const documents = openTeamDocuments(createMemoryStore(), 'crew');
  const sender = { externalId: '7', name: 'Анна' };
  const received = { ...place, messageId: '1', sender, text: 'Сколько стоит торт?', sentAt: 1 };
  const { message } = await receiveMessage(documents, received, 1);
  await openConversation(documents, message);
  return { documents, received };
};

test('shows the new text, keeps the original, and a redelivered message does not bring the old text back', async () => {
  const { documents, received } = await begin();
  await editMessage(documents, { ...place, messageId: '1', text: 'Сколько стоит пирог?', editedAt: 5 }, 9);
  await receiveMessage(documents, received, 10);
  expect(await documents.messages.get(id)).toMatchObject({
    text: 'Сколько стоит пирог?',
    edited: { at: 5, earlier: ['Сколько стоит торт?'] },
  });
  const conversation = await documents.conversations.get('telegram:42:7');
  expect(conversation).toMatchObject({ lastMessage: { text: 'Сколько стоит пирог?', at: 1 }, updatedAt: 9 });
});

test('however often it is changed, in whatever order that arrives, the original stays and the newest edit is shown', async () => {
  const edits = fc.uniqueArray(fc.integer({ min: 2, max: 60 }), { minLength: 1, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(edits, async (times) => {
      const { documents } = await begin();
      for (const editedAt of times) {
        await editMessage(documents, { ...place, messageId: '1', text: `Правка ${editedAt}`, editedAt }, 100);
      }
      const stored = await documents.messages.get(id);
      expect(stored?.text).toBe(`Правка ${Math.max(...times)}`);
      expect(stored?.edited?.earlier[0]).toBe('Сколько стоит торт?');
      expect(stored?.edited?.earlier.length).toBeLessThanOrEqual(10);
    }),
    { seed: 42, numRuns: 40 },
  );
});

test('an edit of a message that nobody has, or without text, changes nothing', async () => {
  const { documents } = await begin();
  await editMessage(documents, { ...place, messageId: '2', text: 'Нет такого', editedAt: 5 }, 9);
  const empty = { ...place, messageId: '1', text: ' ', editedAt: 5 };
  await editMessage(documents, empty, 9);
  expect((await documents.messages.get(id))?.edited).toBeUndefined();
});
