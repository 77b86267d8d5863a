import 'fake-indexeddb/auto';
import { sampleConversation } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { expect, test, vi } from 'vitest';
import { sendReply } from '../workspace/acts/actions.ts';
import { offline, online, openStage, until } from './testing/open-stage.ts';

test('a device whose clock is wrong shows the order that the server gave its reply', async () => {
  const { server, register, openAs } = await openStage();
  const { team, user } = await register('anna');
  const documents = server.documentsOf(team.id);
  const conversation = sampleConversation();
  await documents.conversations.put(conversation);
  const device = await openAs('anna');
  await online(device);
  const year = 365 * 24 * 3600_000;
  const clock = vi.spyOn(Date, 'now').mockReturnValueOnce(Date.now() + year);
  const sent = await sendReply(device.workspace, { conversation, text: 'Да', author: user });
  clock.mockRestore();
  expect(sent.createdAt).toBeGreaterThan(Date.now() + year / 2);
  await until(async () => {
    const shown = await device.workspace.collections.messages.findOne(sent.id).exec(true);
    expect(shown.createdAt).toBeLessThan(Date.now() + 1000);
    const { lastMessage } = await device.workspace.collections.conversations.findOne(conversation.id).exec(true);
    expect(lastMessage.at).toBe(conversation.lastMessage.at);
  });
  await online(device);
  expect((await documents.conversations.get(conversation.id))?.mode).toBe('human');
});

test('what the server says of the last message wins over what a device thought meanwhile', async () => {
  const { server, register, openAs } = await openStage();
  const { team, user } = await register('anna');
  const documents = server.documentsOf(team.id);
  const conversation = sampleConversation();
  await documents.conversations.put(conversation);
  const device = await openAs('anna');
  await online(device);
  await server.goAway();
  await offline(device);
  await sendReply(device.workspace, { conversation, text: 'Да', author: user });
  const at = conversation.lastMessage.at + 1;
  const question = { ...conversation.lastMessage, id: 'telegram:42:7:2', text: 'Вы тут?', at };
  const asked = { lastMessage: question, recency: conversation.recency - 1 };
  await documents.conversations.update(conversation.id, (current) => ({ ...current, ...asked }));
  await until(() => expect(device.replication.state().pending).toBe(2));

  await server.comeBack();
  await online(device);
  const shown = await device.workspace.collections.conversations.findOne(conversation.id).exec(true);
  expect(shown.toJSON()).toMatchObject({ ...asked, mode: 'human', assigneeId: user.id });
  expect(await documents.conversations.get(conversation.id)).toMatchObject({ ...asked, mode: 'human' });
});

test('a device gives up a last message that no message stands behind', async () => {
  const { server, register, openAs } = await openStage();
  const { team } = await register('anna');
  const conversation = sampleConversation();
  await server.documentsOf(team.id).conversations.put(conversation);
  const device = await openAs('anna');
  await online(device);
  const shown = await device.workspace.collections.conversations.findOne(conversation.id).exec(true);
  await shown.incrementalPatch({ lastMessage: { ...conversation.lastMessage, text: 'яяя', at: 8.64e15 } });
  await until(() => expect(shown.getLatest().toJSON()).toMatchObject(conversation));
  await online(device);
});
