import fc from 'fast-check';
import { expect, test } from 'vitest';
import { messageSchema } from '../entities/message.ts';
import { openTeamDocuments } from '../ports/team-documents.ts';
import { createMemoryStore } from '../testing/memory-store.ts';
import { openConversation } from './open-conversation.ts';
import { type ReceivedMessage, receiveMessage } from './receive.ts';

const input: ReceivedMessage = {
  channel: 'telegram',
  account: '42',
  chatId: '7',
  messageId: '1',
  sender: { externalId: 'u7', name: 'Анна', handle: 'anna', language: 'ru' },
  text: 'Здравствуйте',
  sentAt: 1000,
};
const openTeam = () => {
  const store = createMemoryStore();
  return { store, documents: openTeamDocuments(store, 'crew') };
};

test('a message is one write, and receiving it again changes nothing', async () => {
  const { store, documents } = openTeam();
  const first = await receiveMessage(documents, input, 5000);
  expect(first).toMatchObject({ repeated: false, message: { id: 'telegram:42:7:1', sentAt: 1000, createdAt: 5000 } });
  const again = await receiveMessage(documents, { ...input, text: 'другое' }, 6000);
  expect(again).toEqual({ repeated: true, message: first.message });
  const batches = await Promise.all(
    (await store.listDatabases('team-')).map((name) => store.database(name).changes({ limit: 10 })),
  );
  expect(batches.flatMap(({ changes }) => changes)).toHaveLength(1);
});

test('an over-long text is cut with a mark, between characters', async () => {
  const { documents } = openTeam();
  const { message } = await receiveMessage(documents, { ...input, text: `Да ${'😀'.repeat(10_000)}` }, 1);
  expect(message.text.length).toBeLessThanOrEqual(16_000);
  expect(message.text.endsWith('😀… [обрезано]')).toBe(true);
  const english = await receiveMessage(documents, { ...input, messageId: '2', text: 'a'.repeat(20_000) }, 2);
  expect(english.message.text.endsWith('a… [cut]')).toBe(true);
});

test('files are stored as waiting, with clean names and where the platform has them', async () => {
  const { documents } = openTeam();
  const attachments = [
    { kind: 'file', name: '../план.pdf', type: 'application/pdf', size: 3000, reference: 'f1' },
    { kind: 'image', name: '', reference: 'f2' },
  ] as const;
  const { message } = await receiveMessage(documents, { ...input, text: '', attachments }, 1);
  expect(message.text).toBe('');
  expect(message.attachments).toEqual([
    { kind: 'file', name: 'план.pdf', type: 'application/pdf', size: 3000, state: 'waiting', reference: 'f1' },
    { kind: 'image', name: 'image', state: 'waiting', reference: 'f2' },
  ]);
  const conversation = await openConversation(documents, message);
  expect(conversation.lastMessage.text).toBe('[файл: план.pdf]\n[фото]');
});

test('a message keeps ten files at most', async () => {
  const { documents } = openTeam();
  const attachments = Array.from({ length: 12 }, (_, at) => {
    return { kind: 'file', name: `${at}.txt`, reference: `f${at}` } as const;
  });
  const { message } = await receiveMessage(documents, { ...input, attachments }, 1);
  expect(message.attachments).toHaveLength(10);
});

test.each([
  ['no text', { text: ' \n ' }],
  [
    'a file whose reference is too long to keep',
    { attachments: [{ kind: 'file' as const, name: 'a', reference: 'x'.repeat(501) }] },
  ],
  ['a message id too long to keep', { messageId: 'x'.repeat(200) }],
  ['a sender id too long to keep', { sender: { externalId: 'x'.repeat(300), name: 'x' } }],
])('%s is refused for good', async (_what, change) => {
  const { documents } = openTeam();
  await expect(receiveMessage(documents, { ...input, ...change }, 1)).rejects.toMatchObject({
    code: 'request.invalid',
  });
});

const text = fc.string({ unit: 'binary', maxLength: 60 });
const anyInput: fc.Arbitrary<ReceivedMessage> = fc.record({
  channel: fc.constant('telegram'),
  account: fc.string({ minLength: 1, maxLength: 8 }),
  chatId: fc.string({ minLength: 1, maxLength: 8 }),
  messageId: fc.string({ minLength: 1, maxLength: 8 }),
  sender: fc.record({
    externalId: fc.string({ minLength: 1, maxLength: 8 }),
    name: fc.oneof(text, fc.constant('И'.repeat(10_000)), fc.constant('\ud800')),
    handle: fc.oneof(text, fc.constant('x'.repeat(5000))),
  }),
  text: text.map((words) => `?${words}\udc00`),
  sentAt: fc.oneof(fc.double(), fc.integer()),
});

test('whatever a platform sends, the message fits and becomes a conversation', async () => {
  await fc.assert(
    fc.asyncProperty(anyInput, async (odd) => {
      const { documents } = openTeam();
      const { message } = await receiveMessage(documents, odd, 77);
      expect(messageSchema.safeParse(message).success).toBe(true);
      expect(message.text.isWellFormed()).toBe(true);
      const conversation = await openConversation(documents, message);
      expect(await documents.contacts.get(conversation.contactId)).toMatchObject({
        identities: [{ channel: 'telegram' }],
      });
      expect(await documents.leads.get(conversation.leadId)).toMatchObject({
        conversationId: conversation.id,
        stage: 'new',
      });
    }),
    { numRuns: 60 },
  );
});

test('opening a conversation again, or with an older message, changes nothing', async () => {
  const { documents } = openTeam();
  const { message: first } = await receiveMessage(documents, input, 1);
  const { message: second } = await receiveMessage(documents, { ...input, messageId: '2', text: 'Hello there' }, 2);
  await openConversation(documents, first);
  const opened = await openConversation(documents, second);
  expect(opened).toMatchObject({ language: 'en', lastMessage: { id: second.id } });
  expect(await openConversation(documents, first)).toEqual(opened);
  expect(await openConversation(documents, second)).toEqual(opened);
});

test('a customer whose contact and lead were deleted has them again when they write, not when an old message is repeated', async () => {
  const { documents } = openTeam();
  const { message: first } = await receiveMessage(documents, input, 1);
  const { contactId, leadId } = await openConversation(documents, first);
  const { message: second } = await receiveMessage(documents, { ...input, messageId: '2' }, 2);
  await openConversation(documents, second);
  await documents.contacts.delete([contactId]);
  await documents.leads.delete([leadId]);
  await openConversation(documents, first);
  expect(await documents.leads.get(leadId)).toBeUndefined();
  const { message: third } = await receiveMessage(documents, { ...input, messageId: '3' }, 3);
  await openConversation(documents, third);
  expect(await documents.contacts.get(contactId)).toMatchObject({ name: 'Анна', createdAt: 3 });
  expect(await documents.leads.get(leadId)).toMatchObject({ contactId, stage: 'new' });
});
