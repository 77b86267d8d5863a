import type { Conversation } from '../../entities/conversation.ts';
import { MAX_EARLIER_TEXTS, type Message } from '../../entities/message.ts';
import type { TeamDocuments } from '../../ports/team-documents.ts';
import { messageIdOf, type Place } from '../ids.ts';
import { textOf } from '../receive.ts';
import { lastMessageOf } from './apply-message.ts';

/** A customer edited the text of a message. */
export type MessageEdit = {
  readonly account: string;
  readonly chatId: string;
  readonly messageId: string;
  readonly text: string;
  /** Milliseconds since the epoch, by the platform's clock. */
  readonly editedAt: number;
};

/**
 * Updates a message to its new text and keeps the earlier ones. An edit that arrives late or twice changes nothing, nor does one of a
 * message that was never received.
 */
export const editMessage = async (
  { messages, conversations }: Pick<TeamDocuments, 'messages' | 'conversations'>,
  { messageId, text: raw, editedAt, ...place }: MessageEdit & Place,
  now: number,
): Promise<void> => {
  const text = raw.trim() === '' ? '' : textOf({ text: raw });
  const edited = await messages.update(messageIdOf(place, messageId), (current) =>
    withText(current, { text, editedAt }),
  );
  if (edited?.text !== text) return;
  await conversations.update(edited.conversationId, (current) => withLastText(current, edited, now));
};

/** Always keeps the original text, and the newest of those in between. */
const withText = (message: Message, { text, editedAt: at }: Pick<MessageEdit, 'text' | 'editedAt'>): Message => {
  const { edited } = message;
  if (message.removed) return message;
  // A file may lose its caption, but a message of text cannot become empty by an edit.
  if (text === '' && !message.attachments) return message;
  if (message.text === text || (edited && at < edited.at)) return message;
  const [original = message.text, ...between] = edited?.earlier ?? [];
  const known = edited ? [...between, message.text] : [];
  return { ...message, text, edited: { at, earlier: [original, ...known.slice(1 - MAX_EARLIER_TEXTS)] } };
};

/** A changed `updatedAt` tells a running run that its conversation has changed. */
const withLastText = (conversation: Conversation, message: Message, now: number): Conversation => ({
  ...conversation,
  ...(conversation.lastMessage.id === message.id && {
    lastMessage: { ...conversation.lastMessage, text: lastMessageOf(message).text },
  }),
  updatedAt: Math.max(conversation.updatedAt, now),
});
