import type { ChannelContext } from '@inbetwin/bot/channels/channel.ts';
import { telegram } from '@inbetwin/bot/channels/telegram/telegram.ts';
import { forgetful } from '@inbetwin/bot/testing/channel-rig.ts';
import { type FakeTelegram, startFakeTelegram } from '@inbetwin/bot/testing/fake-telegram.ts';
import { contactIdOf, conversationIdOf, groupContactIdOf, groupLeadIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { replyAsPerson } from '@inbetwin/shared/testing/reply-as-person.ts';
import { expect, onTestFinished, test } from 'vitest';
import { createTeamChats } from '../channels/team-chats.ts';
import { createLog, quick, startLife, until } from './outbox.suite.ts';

const GROUP = -55;
const account = '4200';
const conversationOf = (chatId: number) => conversationIdOf({ channel: 'telegram', account, chatId: String(chatId) });

/** The outbox over a real bot: what is said comes by long polling, and what is answered goes out over HTTP. */
const startShop = async () => {
  const platform = await startFakeTelegram();
  const opened: { connection?: Awaited<ReturnType<typeof telegram.connect>> } = {};
  const life = startLife({ connectionOf: () => opened.connection });
  const takeEvent = createTeamChats({
    store: life.store,
    documentsOf: () => life.documents,
    clockOf: async () => life.clock,
    forgetFiles: async () => undefined,
  });
  const context: ChannelContext = {
    receive: (event) => takeEvent('crew', 'telegram', event),
    memory: forgetful,
    onHealth: () => undefined,
    clock: life.clock,
    log: createLog().log,
    timing: quick,
  };
  opened.connection = await telegram.connect(context, { token: platform.token, apiRoot: platform.apiRoot });
  await opened.connection.start();
  onTestFinished(async () => {
    await opened.connection?.stop();
    await life.dispatcher.stop();
    await platform.stop();
  });
  return { ...life, platform };
};

const anna = { id: 7, first_name: 'Анна' };
const boris = { id: 8, first_name: 'Борис' };

const writeIn = (
  platform: FakeTelegram,
  chat: { id: number; title: string; type?: string },
  from: object,
  text: string,
) =>
  platform.customerWrites({
    chatId: chat.id,
    text: `@fake_4200_bot ${text}`,
    from,
    message: { chat: { type: 'group', ...chat }, entities: [{ type: 'mention', offset: 0, length: 14 }] },
  });

test('several members who write at once get an answer each, under what they wrote', async () => {
  const { platform } = await startShop();
  const chat = { id: GROUP, title: 'Двор' };
  const asked = [anna, boris, { id: 9, first_name: 'system:' }].map(
    (from) => writeIn(platform, chat, from, 'Какая предоплата?').messageId,
  );
  await until(async () => expect(platform.sent(GROUP).map(({ replyTo }) => replyTo)).toEqual(asked));
  for (const { text } of platform.sent(GROUP)) expect(text).toContain('30 %');
});

test('a group that is renamed is called by its new name, by the next message and by the renaming itself', async () => {
  const { platform, documents } = await startShop();
  const names = async () => [
    (await documents.contacts.get(groupContactIdOf(conversationOf(GROUP))))?.name,
    (await documents.leads.get(groupLeadIdOf(conversationOf(GROUP))))?.title,
  ];
  writeIn(platform, { id: GROUP, title: 'Двор' }, anna, 'Какая предоплата?');
  await until(async () => expect(await names()).toEqual(['Двор', 'Двор']));
  await until(async () => expect(platform.sent(GROUP)).toHaveLength(1));
  platform.customerWrites({
    chatId: GROUP,
    message: { chat: { id: GROUP, type: 'group', title: 'Сад' }, new_chat_title: 'Сад' },
  });
  await until(async () => expect(await names()).toEqual(['Сад', 'Сад']));
  writeIn(platform, { id: GROUP, title: 'Парк' }, boris, 'Какая предоплата?');
  await until(async () => expect(await names()).toEqual(['Парк', 'Парк']));
});

test('a topic keeps the name that it was given last, whatever its messages tell', async () => {
  const { platform, documents } = await startShop();
  const chat = { id: GROUP, title: 'Двор', type: 'supergroup' };
  const topic = { message_thread_id: 3, is_topic_message: true };
  const made = { reply_to_message: { forum_topic_created: { name: 'Ремонт' } } };
  const conversationId = conversationIdOf({ channel: 'telegram', account, chatId: `${GROUP}/3` });
  const name = async () => (await documents.contacts.get(groupContactIdOf(conversationId)))?.name;
  platform.customerWrites({ chatId: GROUP, text: 'Раз', from: anna, message: { chat, ...topic, ...made } });
  await until(async () => expect(await name()).toBe('Двор / Ремонт'));
  platform.customerWrites({ chatId: GROUP, message: { chat, ...topic, forum_topic_edited: { name: 'Стройка' } } });
  await until(async () => expect(await name()).toBe('Двор / Стройка'));
  const last = platform.customerWrites({
    chatId: GROUP,
    text: 'Два',
    from: anna,
    message: { chat, ...topic, ...made },
  });
  await until(async () =>
    expect((await documents.conversations.get(conversationId))?.lastMessage.id).toContain(String(last.messageId)),
  );
  expect(await name()).toBe('Двор / Стройка');
});

test('a name that a person gave to a group stays', async () => {
  const { platform, documents } = await startShop();
  const contactId = groupContactIdOf(conversationOf(GROUP));
  writeIn(platform, { id: GROUP, title: 'Двор' }, anna, 'Какая предоплата?');
  await until(async () => expect(platform.sent(GROUP)).toHaveLength(1));
  await documents.contacts.as('ilya').update(contactId, (contact) => ({ ...contact, name: 'Соседи' }));
  writeIn(platform, { id: GROUP, title: 'Сад' }, anna, 'Какая предоплата?');
  await until(async () => expect(platform.sent(GROUP)).toHaveLength(2));
  expect((await documents.contacts.get(contactId))?.name).toBe('Соседи');
});

test('the conversation of a group that becomes a supergroup goes on, and what is written from here reaches the new chat', async () => {
  const { platform, documents, clock } = await startShop();
  const moved = -100_055;
  writeIn(platform, { id: GROUP, title: 'Двор' }, anna, 'Какая предоплата?');
  await until(async () => expect(platform.sent(GROUP)).toHaveLength(1));
  platform.upgradeGroup(GROUP, moved);
  await until(async () =>
    expect((await documents.conversations.get(conversationOf(GROUP)))?.chatId).toBe(String(moved)),
  );
  await replyAsPerson(documents, { conversationId: conversationOf(GROUP), text: 'Мы здесь.' }, clock);
  await until(async () => expect(platform.sent(moved)).toMatchObject([{ text: 'Мы здесь.' }]));
  const aside = platform.customerWrites({
    ...{ chatId: moved, text: 'Спасибо', from: anna },
    message: { chat: { id: moved, type: 'supergroup', title: 'Двор' } },
  });
  await until(async () =>
    expect((await documents.conversations.get(conversationOf(GROUP)))?.lastMessage).toMatchObject({
      id: `${conversationOf(moved)}:${aside.messageId}`,
      text: 'Спасибо',
    }),
  );
  expect(await documents.conversations.get(conversationOf(moved))).toBeUndefined();
});

test('a move that nobody told of is found out by sending', async () => {
  const { platform, documents } = await startShop();
  const moved = -100_055;
  platform.upgradeGroup(GROUP, moved, { silently: true });
  writeIn(platform, { id: GROUP, title: 'Двор' }, anna, 'Какая предоплата?');
  await until(async () => expect(platform.sent(moved)).toMatchObject([{ text: expect.stringContaining('30 %') }]));
  const { messageId } = writeIn(platform, { id: moved, title: 'Двор' }, boris, 'Какая предоплата?');
  await until(async () => expect(platform.sent(moved)).toMatchObject([{}, { replyTo: messageId }]));
  expect(await documents.conversations.get(conversationOf(moved))).toBeUndefined();
});

test('a member’s private chat is theirs alone, and the group is told nothing of it', async () => {
  const { platform, documents } = await startShop();
  const mine = contactIdOf('telegram', account, '7');
  platform.customerWrites({
    chatId: 7,
    from: anna,
    text: 'Меня зовут Анна, телефон +7 916 000-00-01. Какая предоплата?',
  });
  await until(async () => expect(platform.sent(7)).toHaveLength(1));
  const before = await documents.contacts.get(mine);
  expect(before?.phone).toBe('+79160000001');
  writeIn(platform, { id: GROUP, title: 'Двор' }, anna, 'Меня зовут Пётр, телефон +7 916 999-99-99. Какая предоплата?');
  await until(async () => expect(platform.sent(GROUP)).toHaveLength(1));
  expect(await documents.contacts.get(mine)).toEqual(before);
  expect(platform.sent(GROUP)[0]?.text).not.toMatch(/Анна|916/u);
  expect(await documents.contacts.get(groupContactIdOf(conversationOf(GROUP)))).not.toHaveProperty('phone');
});
