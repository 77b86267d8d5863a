import 'fake-indexeddb/auto';
import { messageSchema, messages } from '@inbetwin/shared/entities/message.ts';
import { entities } from '@inbetwin/shared/entities/registry.ts';
import { sampleConversation } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { afterEach, expect, test } from 'vitest';
import { sendReply } from '../../workspace/acts/actions.ts';
import { readUnsent } from '../../workspace/read-unsent.ts';
import { openWorkspace } from '../workspace-database.ts';

const VERSION = 2;
const migrations = Object.fromEntries(
  Object.entries(messages.migrations ?? {}).filter(([version]) => Number(version) <= VERSION),
);

/** As messages were before they could have attachments, be edited, or be templates. */
const old = {
  ...messages,
  version: VERSION,
  migrations,
  schema: messageSchema.omit({ attachments: true, edited: true, template: true }),
};

afterEach(() => {
  Object.assign(entities, { messages });
});

test('a device from before attachments opens, and the reply that it has not sent yet is the same and still unsent', async () => {
  const options = {
    name: `inbetwin-${crypto.randomUUID()}`,
    multiInstance: false,
    only: ['messages', 'conversations'],
  } as const;
  Object.assign(entities, { messages: old });
  const before = await openWorkspace(options);
  const conversation = sampleConversation();
  await before.collections.conversations.insert(conversation);
  const author = { id: 'anna', name: 'Анна' };
  const { id } = await sendReply(before, { conversation, text: 'Сейчас уточню', author });
  const stored = (await before.collections.messages.findOne(id).exec(true)).toJSON();
  await before.close();

  Object.assign(entities, { messages });
  const after = await openWorkspace(options);
  expect((await after.collections.messages.findOne(id).exec(true)).toJSON()).toEqual(stored);
  await after.close();
  const { changes } = await readUnsent(options.name);
  expect(changes.filter(({ collection }) => collection === 'messages')).toMatchObject([{ document: { id } }]);
});
