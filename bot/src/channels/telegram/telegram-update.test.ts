import fc from 'fast-check';
import { expect, test } from 'vitest';
import { destinationOf, readUpdate } from './telegram-update.ts';

const from = { id: 7, is_bot: false, first_name: 'Анна', last_name: 'К.', username: 'anna', language_code: 'ru' };
const base = { message_id: 5, date: 1_700_000_000, chat: { id: 7, type: 'private' }, from };
const bot = { id: 42, username: 'shop_bot' };
const read = (message: object) => readUpdate({ update_id: 1, message: { ...base, ...message } }, bot);
const textOf = (message: object) => {
  const result = read(message);
  return result.outcome === 'event' && result.event.type === 'message' ? result.event.message.text : result.outcome;
};

test('reads a text with its sender', () => {
  expect(read({ text: 'Привет' })).toEqual({
    outcome: 'event',
    event: {
      type: 'message',
      message: {
        account: '42',
        chatId: '7',
        messageId: '5',
        sender: { externalId: '7', name: 'Анна К.', handle: '@anna', language: 'ru' },
        text: 'Привет',
        sentAt: 1_700_000_000_000,
      },
    },
  });
});

test.each([
  [{ photo: [{}], caption: 'Сколько?' }, 'Сколько?\n[фото]'],
  [{ photo: [{}] }, '[фото]'],
  [{ voice: {} }, '[голосовое сообщение]'],
  [{ document: { file_name: 'план.pdf' } }, '[файл: план.pdf]'],
  [{ document: {} }, '[файл]'],
  [{ animation: {}, document: { file_name: 'a.gif' } }, '[анимация]'],
  [{ sticker: { emoji: '👍' } }, '[стикер: 👍]'],
  [{ contact: { first_name: 'Иван', phone_number: '+79991234567' } }, '[контакт: Иван +79991234567]'],
  [{ location: { latitude: 55.75, longitude: 37.6 } }, '[геопозиция: 55.75, 37.6]'],
  [
    { venue: { title: 'Склад', address: 'Мира, 1' }, location: { latitude: 1, longitude: 2 } },
    '[место: Склад, Мира, 1]',
  ],
  [{ a_kind_of_the_future: {} }, '[сообщение, которое нельзя показать]'],
  [{ from: { ...from, language_code: 'de' }, photo: [{}] }, '[photo]'],
  [{ new_chat_members: [{}] }, 'nothing'],
  [{ pinned_message: {} }, 'nothing'],
])('content %j is kept as %s', (message, text) => {
  expect(textOf(message)).toBe(text);
});

const photo = [
  { file_id: 's', width: 90, height: 90, file_size: 900 },
  { file_id: 'l', width: 800, height: 600, file_size: 64_000 },
  { file_id: 'm', width: 320, height: 240 },
];
const jpeg = { kind: 'image', name: 'image.jpg', type: 'image/jpeg', size: 64_000, reference: 'l' };
const plan = { file_id: 'd', file_name: 'план.pdf', mime_type: 'application/pdf', file_size: 5 };

test.each([
  ['a photo, its largest size', { photo }, '', jpeg],
  ['a photo with a caption', { photo, caption: 'Сколько?' }, 'Сколько?', jpeg],
  [
    'a document',
    { document: plan },
    '',
    { kind: 'file', name: 'план.pdf', type: 'application/pdf', size: 5, reference: 'd' },
  ],
  [
    'a picture as a document',
    { document: { ...plan, file_name: 'a.png', mime_type: 'image/png' } },
    '',
    { kind: 'image', name: 'a.png', type: 'image/png', size: 5, reference: 'd' },
  ],
  [
    'a voice message',
    { voice: { file_id: 'v' } },
    '',
    { kind: 'voice', name: 'voice.ogg', type: 'audio/ogg', reference: 'v' },
  ],
  [
    'a video note',
    { video_note: { file_id: 'n' } },
    '',
    { kind: 'video', name: 'video.mp4', type: 'video/mp4', reference: 'n' },
  ],
  [
    'an animation, which comes as a document too',
    { animation: { file_id: 'a', file_name: 'a.mp4' }, document: plan },
    '',
    { kind: 'video', name: 'a.mp4', type: 'video/mp4', reference: 'a' },
  ],
  [
    'an audio file',
    { audio: { file_id: 'm', file_name: 'x.mp3' } },
    '',
    { kind: 'audio', name: 'x.mp3', type: 'audio/mpeg', reference: 'm' },
  ],
  [
    'a sticker, a picture that says something',
    { sticker: { file_id: 'k', emoji: '👍' } },
    '👍',
    { kind: 'image', name: 'image.webp', type: 'image/webp', reference: 'k' },
  ],
  [
    'a moving sticker, its still picture',
    { sticker: { file_id: 'k', emoji: '👍', is_animated: true, thumbnail: { file_id: 't' } } },
    '👍',
    { kind: 'image', name: 'image.webp', type: 'image/webp', reference: 't' },
  ],
])('reads %s', (_what, message, text, attachment) => {
  expect(read(message)).toMatchObject({ event: { message: { text, attachments: [attachment] } } });
});

test('in a group the sender is the person, or the chat that speaks through the person', () => {
  const group = { id: -100, type: 'supergroup', title: 'Группа' };
  expect(read({ chat: group, text: 'a' })).toMatchObject({
    event: { message: { chatId: '-100', sender: { externalId: '7' } } },
  });
  expect(read({ chat: group, text: 'a', sender_chat: { id: -200, type: 'channel', title: 'Канал' } })).toMatchObject({
    event: { message: { sender: { externalId: '-200', name: 'Канал' } } },
  });
});

const group = { id: -100, type: 'supergroup', title: 'Двор' };
const said = (text: string, entities: object[] = [], rest: object = {}) =>
  read({ chat: group, text, entities, ...rest });
const entity = (type: string, offset: number, length: number) => ({ type, offset, length });

test('outside a private chat others read along, and are told where they can write alone', () => {
  expect(read({ text: 'a' })).not.toHaveProperty('event.message.group');
  for (const type of ['group', 'supergroup', 'channel', 'a_kind_of_the_future']) {
    expect(read({ chat: { ...group, type }, text: 'a' })).toMatchObject({
      event: { message: { group: { title: 'Двор', addressed: false, privateLink: 'https://t.me/shop_bot' } } },
    });
  }
  const topic = { reply_to_message: { forum_topic_created: { name: 'Ремонт' } }, message_thread_id: 3 };
  expect(said('a', [], { ...topic, is_topic_message: true })).toMatchObject({
    event: { message: { chatId: '-100/3', group: { title: 'Двор', topic: 'Ремонт' } } },
  });
});

test.each([
  ['@shop_bot, сколько стоит зал?', [entity('mention', 0, 9)], {}, 'сколько стоит зал?'],
  ['Сколько стоит зал, @Shop_Bot', [entity('mention', 19, 9)], {}, 'Сколько стоит зал'],
  ['@shop_bot', [entity('mention', 0, 9)], {}, '@shop_bot'],
  ['/price@shop_bot зал', [entity('bot_command', 0, 15)], {}, '/price зал'],
  ['/price', [entity('bot_command', 0, 6)], {}, '/price'],
  ['А дешевле?', [], { reply_to_message: { from: { id: 42 } } }, 'А дешевле?'],
  ['Бот, ау', [{ ...entity('text_mention', 0, 3), user: { id: 42 } }], {}, 'Бот, ау'],
])('%s is said to us', (text, entities, rest, kept) => {
  expect(said(text, entities, rest)).toMatchObject({ event: { message: { text: kept, group: { addressed: true } } } });
});

test.each([
  ['Сколько стоит зал?', [], {}],
  ['@another_bot сколько?', [entity('mention', 0, 12)], {}],
  ['/price@another_bot', [entity('bot_command', 0, 18)], {}],
  ['Пишите @shop_botanik', [entity('mention', 7, 13)], {}],
  ['Да', [], { reply_to_message: { from: { id: 8 } } }],
])('%s is said to the others', (text, entities, rest) => {
  expect(said(text, entities, rest)).toMatchObject({ event: { message: { text, group: { addressed: false } } } });
});

test('a topic of a forum is a chat of its own, and a reply finds it again', () => {
  const result = read({
    chat: { id: -100, type: 'supergroup' },
    text: 'a',
    message_thread_id: 3,
    is_topic_message: true,
  });
  expect(result).toMatchObject({ event: { message: { chatId: '-100/3' } } });
  expect(destinationOf('-100/3')).toEqual({ chat_id: '-100', message_thread_id: 3 });
  expect(destinationOf('7')).toEqual({ chat_id: '7' });
});

test.each([
  [{ new_chat_title: 'Сад' }, { chatId: '-100', title: 'Сад' }],
  [{ migrate_to_chat_id: -200 }, { chatId: '-100', movedTo: '-200' }],
  [{ migrate_from_chat_id: -50 }, { chatId: '-50', movedTo: '-100' }],
  [
    { forum_topic_edited: { name: 'Ремонт' }, message_thread_id: 3, is_topic_message: true },
    { chatId: '-100/3', title: 'Двор', topic: 'Ремонт' },
  ],
])('%j tells that the chat changed', (service, change) => {
  expect(read({ chat: group, ...service })).toEqual({
    outcome: 'event',
    event: { type: 'chat', change: { account: '42', ...change } },
  });
});

test('an edit is nothing, a broken message is named as such', () => {
  expect(readUpdate({ update_id: 1, edited_message: { text: 'b' } }, bot)).toMatchObject({ outcome: 'unreadable' });
  expect(readUpdate({ update_id: 1, message: { text: 'b' } }, bot)).toMatchObject({ outcome: 'unreadable' });
});

test('never throws, whatever an update holds', () => {
  fc.assert(
    fc.property(
      fc.anything(),
      fc.dictionary(fc.constantFrom('text', 'photo', 'from', 'chat', 'date'), fc.anything()),
      (odd, part) => {
        expect(['event', 'nothing', 'unreadable']).toContain(readUpdate(odd, bot).outcome);
        expect(['event', 'nothing', 'unreadable']).toContain(read(part).outcome);
      },
    ),
  );
});

test('reads that a customer changed a text, with the time of the change', () => {
  const edited_message = { ...base, text: 'Два', edit_date: 1_700_000_060 };
  const edit = { account: '42', chatId: '7', messageId: '5', text: 'Два', editedAt: 1_700_000_060_000 };
  expect(readUpdate({ update_id: 1, edited_message }, bot)).toEqual({
    outcome: 'event',
    event: { type: 'edited', edit },
  });
});

test.each([
  ['private', { status: 'kicked' }, 'blocked'],
  ['private', { status: 'member' }, 'open'],
  ['supergroup', { status: 'left' }, 'removed'],
  ['group', { status: 'kicked' }, 'removed'],
  ['supergroup', { status: 'restricted', is_member: true, can_send_messages: false }, 'muted'],
  ['supergroup', { status: 'restricted', is_member: false, can_send_messages: true }, 'removed'],
  ['supergroup', { status: 'restricted', is_member: true, can_send_messages: true }, 'open'],
  ['group', { status: 'administrator' }, 'open'],
])('reads whether the bot may write: %s, %o, %s', (type, new_chat_member, state) => {
  const my_chat_member = { chat: { id: -7, type }, date: 1_700_000_000, new_chat_member };
  expect(readUpdate({ update_id: 1, my_chat_member }, bot)).toEqual({
    outcome: 'event',
    event: { type: 'reach', change: { account: '42', chatId: '-7', state, at: 1_700_000_000_000 } },
  });
});

test('a press on a button of another program, or of a message that Telegram does not show any more, says nothing', () => {
  const keyboard = { inline_keyboard: [[{ text: 'Купить', callback_data: 'buy' }]] };
  const from = { id: 7, first_name: 'Анна' };
  const foreign = { id: 'q', from, data: 'buy', message: { ...base, reply_markup: keyboard } };
  const old = {
    id: 'q',
    from,
    data: 'choice:0',
    message: { message_id: 5, date: 0, chat: { id: 7, type: 'private' } },
  };
  for (const callback_query of [foreign, old]) {
    const press = { queryId: 'q', chatId: 7, messageId: 5, choice: undefined };
    expect(readUpdate({ update_id: 1, callback_query }, bot)).toEqual({ outcome: 'nothing', press });
  }
});
