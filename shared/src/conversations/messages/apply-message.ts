import type { Conversation } from '../../entities/conversation.ts';
import { newestFirst } from '../../entities/declaring/fields.ts';
import type { Message } from '../../entities/message.ts';
import { cutText } from '../../text/cut-text.ts';
import { detectLanguage } from '../../text/detect-language.ts';
import { placeOf } from '../ids.ts';
import { reachAfter } from '../reach.ts';
import { textWithAttachments } from './name-attachments.ts';

/**
 * Applies a message to its conversation and returns the same object if nothing changes, so messages may arrive repeatedly and in any order.
 * The latest message is shown, and a customer's message reopens a closed conversation. A person's message takes the conversation over, even
 * if it was written offline and arrives late; a conversation in which agents only prepare drafts stays that way, because a person sends
 * every reply there.
 */
export const applyMessage = (conversation: Conversation, message: Message): Conversation => {
  const held =
    message.direction === 'outbound' && message.author.kind === 'person'
      ? takeOver(conversation, message)
      : conversation;
  if (!isNewer(message, conversation)) return held;
  const { handedBack, ...rest } = held;
  return {
    ...rest,
    ...(handedBack && message.direction === 'inbound' && { handedBack }),
    ...(message.direction === 'inbound' && asWritten(conversation, message)),
    lastMessage: lastMessageOf(message),
    recency: newestFirst(message.createdAt),
    updatedAt: Math.max(conversation.updatedAt, message.createdAt),
  };
};

/** A hand-over that the person could not have known about when writing is kept. */
const takeOver = (conversation: Conversation, message: Message): Conversation => {
  const { handover, ...rest } = conversation;
  const isSettled = handover !== undefined && handover.at <= message.createdAt;
  if (conversation.mode !== 'agent' && !isSettled) return conversation;
  return { ...(isSettled ? rest : conversation), mode: conversation.mode === 'draft' ? 'draft' : 'human' };
};

/** The summary of a message that its conversation stores for lists, with the text cut to 300 UTF-16 code units. */
export const lastMessageOf = (message: Message): Conversation['lastMessage'] => ({
  id: message.id,
  text: cutText(textWithAttachments(message), 300),
  direction: message.direction,
  at: message.createdAt,
});

const isNewer = (message: Message, { lastMessage }: Conversation): boolean =>
  message.createdAt > lastMessage.at || (message.createdAt === lastMessage.at && message.id > lastMessage.id);

const asWritten = (conversation: Conversation, message: Message) => ({
  ...(conversation.reach && { reach: reachAfter(conversation.reach, message) }),
  ...(message.group && { chatId: placeOf(message.id).chatId }),
  status: 'open' as const,
  language: detectLanguage(message.text) ?? conversation.language,
});
