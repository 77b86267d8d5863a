import type { ChatChange } from '@inbetwin/shared/conversations/group-chat.ts';
import { z } from 'zod';
import type { InboundMessage } from '../channel.ts';

/** The bot's own user, from `getMe`. */
export type TelegramBot = { readonly id: number; readonly username?: string | undefined };

const entitySchema = z.object({
  type: z.string(),
  offset: z.int().min(0),
  length: z.int().min(0),
  user: z.object({ id: z.int() }).optional(),
});

/** The fields of a message (https://core.telegram.org/bots/api#message) that say where it was written and to whom. */
export const groupFields = {
  chat: z.object({ id: z.int(), type: z.string(), title: z.string().optional(), username: z.string().optional() }),
  text: z.string().optional(),
  caption: z.string().optional(),
  entities: z.array(entitySchema).optional().catch(undefined),
  caption_entities: z.array(entitySchema).optional().catch(undefined),
  reply_to_message: z
    .object({
      from: z.object({ id: z.int() }).optional(),
      forum_topic_created: z.object({ name: z.string() }).optional(),
    })
    .optional()
    .catch(undefined),
};
type Said = z.infer<z.ZodObject<typeof groupFields>>;
type Entity = z.infer<typeof entitySchema>;

/** Undefined for a private chat; in all other chats, other people read along. */
export const groupOf = (said: Said, bot: TelegramBot): InboundMessage['group'] => {
  const { chat, reply_to_message: answered } = said;
  if (chat.type === 'private') return undefined;
  const topic = answered?.forum_topic_created?.name;
  return {
    title: chat.title ?? String(chat.id),
    ...(topic !== undefined && { topic }),
    addressed: isAddressed(said, bot),
    ...(bot.username !== undefined && { privateLink: `https://t.me/${bot.username}` }),
  };
};

/** The fields of a service message that report a chat's new title or id (https://core.telegram.org/bots/api#message). */
export const chatChangeFields = {
  new_chat_title: z.string().optional(),
  forum_topic_edited: z.object({ name: z.string().optional() }).optional(),
  migrate_to_chat_id: z.int().optional(),
  migrate_from_chat_id: z.int().optional(),
};
type Service = Pick<Said, 'chat'> & z.infer<z.ZodObject<typeof chatChangeFields>>;

/** Undefined when the chat has not changed. A group that becomes a supergroup is reported twice, once under each of its ids. */
export const chatChangeOf = (service: Service, chatId: string, account: string): ChatChange | undefined => {
  const { chat, new_chat_title: title, forum_topic_edited: topic, migrate_to_chat_id, migrate_from_chat_id } = service;
  if (migrate_to_chat_id !== undefined) return { account, chatId, movedTo: String(migrate_to_chat_id) };
  if (migrate_from_chat_id !== undefined) return { account, chatId: String(migrate_from_chat_id), movedTo: chatId };
  if (title !== undefined) return { account, chatId, title };
  if (topic?.name === undefined || chat.title === undefined) return undefined;
  return { account, chatId, title: chat.title, topic: topic.name };
};

/**
 * Whether a message addresses the bot: a reply to it, a command for it, or a mention. In privacy mode Telegram delivers nothing else;
 * without it, everything.
 */
const isAddressed = (said: Said, bot: TelegramBot): boolean =>
  said.reply_to_message?.from?.id === bot.id || entitiesOf(said).some((entity) => namesBot(entity, said, bot));

const entitiesOf = ({ entities, caption_entities }: Said): readonly Entity[] => entities ?? caption_entities ?? [];

const namesBot = (entity: Entity, said: Said, bot: TelegramBot): boolean => {
  if (entity.type === 'text_mention') return entity.user?.id === bot.id;
  const words = wordsOf(entity, said);
  if (entity.type === 'mention') return isName(words.slice(1), bot);
  if (entity.type !== 'bot_command' || entity.offset > 0) return false;
  const [, addressee] = words.split('@');
  return addressee === undefined || isName(addressee, bot);
};

const wordsOf = ({ offset, length }: Entity, { text, caption = '' }: Said): string =>
  (text ?? caption).slice(offset, offset + length);

const isName = (name: string, { username }: TelegramBot): boolean =>
  username !== undefined && name.toLowerCase() === username.toLowerCase();

/** Removes the bot's name from the beginning and end of a text. A text that is only the name stays. */
export const withoutAddress = (words: string, { username }: TelegramBot): string => {
  if (username === undefined) return words;
  const name = `@${username}`;
  const isCalled = (part: string) => part.toLowerCase() === name.toLowerCase();
  let rest = words.trim();
  if (isCalled(rest.slice(0, name.length)) && /^[\s,:!?.—–-]/u.test(rest.slice(name.length))) {
    rest = rest.slice(name.length).replace(/^[\s,:!.—–-]+/u, '');
  }
  if (isCalled(rest.slice(-name.length)) && /[\s,]$/u.test(rest.slice(0, -name.length))) {
    rest = rest.slice(0, -name.length).replace(/(?<![\s,])[\s,]+$/u, '');
  }
  const [command = ''] = rest.split(/\s/u, 1);
  if (command.startsWith('/') && isCalled(command.slice(command.indexOf('@')))) {
    rest = command.slice(0, command.indexOf('@')) + rest.slice(command.length);
  }
  return rest === '' ? words : rest;
};
