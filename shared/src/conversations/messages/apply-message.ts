import type { Conversation } from '../../entities/conversation.ts';
import { newestFirst } from '../../entities/declaring/fields.ts';
import type { Message } from '../../entities/message.ts';
import { cutText } from '../../text/cut-text.ts';
import { detectLanguage } from '../../text/detect-language.ts';
import { placeOf } from '../ids.ts';
import { reachAfter } from '../reach.ts';
import { textWithAttachments } from './name-attachments.ts';

/**
 * What a message does to its conversation; the same object comes back when that is nothing, so messages may arrive twice
 * and in any order. The newest one is shown, and a customer's opens a closed conversation again. A person's takes the
 * conversation over, also one that was written offline and arrives late; one where agents only prepare drafts stays so, since
 * there a person sends every reply.
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

/** A hand-over that the person could not have known of when they wrote is kept. */
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
