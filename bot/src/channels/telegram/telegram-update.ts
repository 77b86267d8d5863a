import type { MessageEdit } from '@inbetwin/shared/conversations/messages/edit-message.ts';
import type { Language } from '@inbetwin/shared/entities/declaring/fields.ts';
import { z } from 'zod';
import type { ChannelEvent, InboundAttachment, InboundMessage } from '../channel.ts';
import { choiceOf, chosenMessage, type Press, pressFields } from './telegram-choices.ts';
import { emojiOf, fileOf } from './telegram-file.ts';
import {
  chatChangeFields,
  chatChangeOf,
  groupFields,
  groupOf,
  type TelegramBot,
  withoutAddress,
} from './telegram-group.ts';
import { memberSchema, reachOf } from './telegram-member.ts';

const userSchema = z.object({
  id: z.int(),
  first_name: z.string(),
  last_name: z.string().optional(),
  username: z.string().optional(),
  language_code: z.string().optional(),
});

/** The fields that we read of https://core.telegram.org/bots/api#message; all others only determine how the content is named. */
const messageSchema = z.looseObject({
  message_id: z.int(),
  date: z.int().min(0),
  edit_date: z.int().min(0).optional().catch(undefined),
  ...groupFields,
  ...chatChangeFields,
  from: userSchema.optional(),
  sender_chat: groupFields.chat.optional(),
  message_thread_id: z.int().optional(),
  is_topic_message: z.boolean().optional(),
});
type TelegramMessage = z.infer<typeof messageSchema>;

/** A press on a button below one of our messages. */
const pressSchema = z.object({
  id: pressFields.id,
  data: pressFields.data,
  from: userSchema,
  message: messageSchema.extend({ reply_markup: pressFields.reply_markup.catch(undefined) }).optional(),
});

const updateSchema = z.object({
  message: messageSchema.optional(),
  edited_message: messageSchema.optional(),
  my_chat_member: memberSchema.optional(),
  callback_query: pressSchema.optional(),
});

/** The types of updates to request from Telegram. */
export const receivedUpdates = [
  'message',
  'edited_message',
  'my_chat_member',
  'callback_query',
] as const satisfies readonly (keyof z.infer<typeof updateSchema>)[];

/**
 * Kinds of content other than text, with their names in Russian and English and a description in words. The names are also used for files
 * that cannot be read.
 */
const contents: readonly (readonly [key: string, ru: string, en: string, words?: z.ZodType<string>])[] = [
  ['animation', 'анимация', 'animation'],
  ['photo', 'фото', 'photo'],
  ['video', 'видео', 'video'],
  ['video_note', 'видеосообщение', 'video message'],
  ['voice', 'голосовое сообщение', 'voice message'],
  ['audio', 'аудио', 'audio', z.object({ title: z.string() }).transform((audio) => audio.title)],
  ['sticker', 'стикер', 'sticker', z.object({ emoji: z.string() }).transform((sticker) => sticker.emoji)],
  ['document', 'файл', 'file', z.object({ file_name: z.string() }).transform((file) => file.file_name)],
  [
    'contact',
    'контакт',
    'contact',
    z
      .object({ first_name: z.string(), last_name: z.string().default(''), phone_number: z.string() })
      .transform((card) => [card.first_name, card.last_name, card.phone_number].filter(Boolean).join(' ')),
  ],
  [
    'venue',
    'место',
    'place',
    z.object({ title: z.string(), address: z.string() }).transform((venue) => `${venue.title}, ${venue.address}`),
  ],
  [
    'location',
    'геопозиция',
    'location',
    z.object({ latitude: z.number(), longitude: z.number() }).transform((at) => `${at.latitude}, ${at.longitude}`),
  ],
  ['poll', 'опрос', 'poll', z.object({ question: z.string() }).transform((poll) => poll.question)],
  ['story', 'история', 'story'],
  ['dice', 'кубик', 'dice'],
  ['paid_media', 'платное медиа', 'paid media'],
];

/** Fields of messages that the chat itself generated; nobody wrote them. */
const serviceFields = [
  ...['new_chat_members', 'left_chat_member', 'new_chat_title', 'new_chat_photo', 'delete_chat_photo'],
  ...['group_chat_created', 'supergroup_chat_created', 'channel_chat_created', 'message_auto_delete_timer_changed'],
  ...['migrate_to_chat_id', 'migrate_from_chat_id', 'pinned_message', 'write_access_allowed', 'chat_background_set'],
  ...['forum_topic_created', 'forum_topic_edited', 'forum_topic_closed', 'forum_topic_reopened', 'boost_added'],
  ...['general_forum_topic_hidden', 'general_forum_topic_unhidden', 'proximity_alert_triggered'],
  ...['video_chat_scheduled', 'video_chat_started', 'video_chat_ended', 'video_chat_participants_invited'],
];

export type ReadUpdate =
  | { readonly outcome: 'event'; readonly event: ChannelEvent; readonly press?: Press }
  /** The update contains nothing that a customer said, as most service messages do. */
  | { readonly outcome: 'nothing'; readonly press?: Press }
  | { readonly outcome: 'unreadable'; readonly reason: string };

/** Converts one update of the Bot API to an event. */
export const readUpdate = (update: unknown, bot: TelegramBot, now = 0): ReadUpdate => {
  const parsed = updateSchema.safeParse(update);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { outcome: 'unreadable', reason: `${issue?.path.join('.')}: ${issue?.message}` };
  }
  const { message, edited_message: edited, my_chat_member: member, callback_query: press } = parsed.data;
  if (edited) return { outcome: 'event', event: { type: 'edited', edit: editOf(edited, bot) } };
  if (member) return { outcome: 'event', event: { type: 'reach', change: reachOf(member, bot) } };
  if (press) return readPress(press, bot, now);
  if (!message) return { outcome: 'nothing' };
  if (serviceFields.some((field) => field in message)) {
    const change = chatChangeOf(message, chatIdOf(message), String(bot.id));
    return change ? { outcome: 'event', event: { type: 'chat', change } } : { outcome: 'nothing' };
  }
  return { outcome: 'event', event: { type: 'message', message: messageOf(message, bot) } };
};

/** The pressed message is ours; the press itself says who pressed and when. */
const readPress = (
  { id, data, from, message }: z.infer<typeof pressSchema>,
  bot: TelegramBot,
  now: number,
): ReadUpdate => {
  if (!message) return { outcome: 'nothing' };
  const choice = choiceOf({ id, data, reply_markup: message.reply_markup });
  const press = { queryId: id, chatId: message.chat.id, messageId: message.message_id, choice };
  if (choice === undefined) return { outcome: 'nothing', press };
  const said = messageOf({ ...message, from, text: choice, date: 0 }, bot);
  const { group, attachments: _, ...rest } = said;
  const own = { ...rest, ...chosenMessage(message.message_id, from.id), text: choice.toWellFormed(), sentAt: now };
  const spoken = group ? { ...own, group: { ...group, addressed: true } } : own;
  return { outcome: 'event', event: { type: 'message', message: spoken }, press };
};

const messageOf = (message: TelegramMessage, bot: TelegramBot): InboundMessage => {
  const sender = senderOf(message);
  const group = groupOf(message, bot);
  const file = fileOf(message);
  const words = message.text ?? message.caption ?? (file && emojiOf(message));
  return {
    account: String(bot.id),
    chatId: chatIdOf(message),
    messageId: String(message.message_id),
    sender,
    ...(group && { group }),
    text: textOf(message, {
      words: group && words ? withoutAddress(words, bot) : words,
      file,
      language: sender.language,
    }).toWellFormed(),
    ...(file && { attachments: [file] }),
    sentAt: message.date * 1000,
  };
};

/** An edited message contains the whole new content, with the time of the last edit. */
const editOf = (message: TelegramMessage, bot: TelegramBot): MessageEdit => {
  const { account, chatId, messageId, text, sentAt } = messageOf(message, bot);
  return { account, chatId, messageId, text, editedAt: (message.edit_date ?? 0) * 1000 || sentAt };
};

/** A forum topic counts as a chat of its own: `<chat>/<topic>`. */
const chatIdOf = (message: TelegramMessage): string =>
  message.is_topic_message && message.message_thread_id !== undefined
    ? `${message.chat.id}/${message.message_thread_id}`
    : String(message.chat.id);

/** The chat and the topic to send a reply to. */
export const destinationOf = (chatId: string): { readonly chat_id: string; readonly message_thread_id?: number } => {
  const [chat = '', topic] = chatId.split('/');
  return topic === undefined ? { chat_id: chat } : { chat_id: chat, message_thread_id: Number(topic) };
};

const senderOf = ({ from, sender_chat, chat }: TelegramMessage): InboundMessage['sender'] => {
  if (sender_chat || !from) {
    const speaker = sender_chat ?? chat;
    return withHandle({ externalId: String(speaker.id), name: nameOr(speaker.title, speaker.id) }, speaker.username);
  }
  const name = nameOr([from.first_name, from.last_name].filter(Boolean).join(' '), from.id);
  const language = languageOf(from.language_code);
  return withHandle({ externalId: String(from.id), name, ...(language && { language }) }, from.username);
};

const withHandle = (sender: InboundMessage['sender'], username: string | undefined): InboundMessage['sender'] =>
  username ? { ...sender, handle: `@${username}`.toWellFormed() } : sender;

const nameOr = (name: string | undefined, id: number): string => name?.trim().toWellFormed() || String(id);

const languageOf = (code: string | undefined): Language | undefined => {
  const [language] = (code ?? '').toLowerCase().split('-');
  return language === 'ru' || language === 'en' ? language : undefined;
};

type Told = {
  readonly words: string | undefined;
  readonly file: InboundAttachment | undefined;
  readonly language: Language | undefined;
};

/** The text, followed by a bracketed description of content that is neither text nor a file. */
const textOf = (message: TelegramMessage, { words, file, language = 'en' }: Told): string => {
  if (file) return words ?? '';
  const content = contents.find(([key]) => key in message);
  if (words && !content) return words;
  const name = content ? describeContent(content, message, language) : unknownContent[language];
  return words ? `${words}\n${name}` : name;
};

const unknownContent = { ru: '[сообщение, которое нельзя показать]', en: '[a message that cannot be shown]' };

const describeContent = (
  [key, ru, en, words]: (typeof contents)[number],
  message: TelegramMessage,
  language: Language,
): string => {
  const name = language === 'ru' ? ru : en;
  const detail = words?.safeParse(message[key]);
  return detail?.success && detail.data !== '' ? `[${name}: ${detail.data}]` : `[${name}]`;
};
