import type { Conversation } from '../entities/conversation.ts';
import { newestFirst } from '../entities/fields.ts';
import type { Message } from '../entities/message.ts';
import { detectLanguage } from '../models/no-model/understanding/language.ts';
import { cutText } from './cut-text.ts';

/**
 * What a message does to its conversation. Monotone: a message that is not newer than the last one changes nothing (the
 * same object comes back), so messages may arrive twice and in any order. A person's message takes the conversation
 * over; a customer's opens a closed one again.
 */
export const applyMessage = (conversation: Conversation, message: Message): Conversation => {
  if (!isNewer(message, conversation)) return conversation;
  const { handover, ...rest } = conversation;
  const takenOver = message.direction === 'outbound' && message.author.kind === 'person';
  return {
    ...rest,
    ...(handover === undefined || takenOver ? {} : { handover }),
    ...(takenOver ? { mode: 'human' } : {}),
    ...(message.direction === 'inbound' ? answerable(conversation, message) : {}),
    lastMessage: lastMessageOf(message),
    recency: newestFirst(message.createdAt),
    updatedAt: Math.max(conversation.updatedAt, message.createdAt),
  };
};

export const lastMessageOf = (message: Message): Conversation['lastMessage'] => ({
  id: message.id,
  text: cutText(message.text, 300),
  direction: message.direction,
  at: message.createdAt,
});

const isNewer = (message: Message, { lastMessage }: Conversation): boolean =>
  message.createdAt > lastMessage.at || (message.createdAt === lastMessage.at && message.id > lastMessage.id);

const answerable = (conversation: Conversation, message: Message) => ({
  status: 'open' as const,
  language: detectLanguage(message.text) ?? conversation.language,
});
