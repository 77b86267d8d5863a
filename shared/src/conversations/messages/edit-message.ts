import type { Conversation } from '../../entities/conversation.ts';
import { MAX_EARLIER_TEXTS, type Message } from '../../entities/message.ts';
import type { TeamDocuments } from '../../ports/team-documents.ts';
import { messageIdOf, type Place } from '../ids.ts';
import { textOf } from '../receive.ts';
import { lastMessageOf } from './apply-message.ts';

/** A customer gave a message another text. */
export type MessageEdit = {
  readonly account: string;
  readonly chatId: string;
  readonly messageId: string;
  readonly text: string;
  /** Milliseconds since the epoch, by the platform's clock. */
  readonly editedAt: number;
};

/**
 * Shows a message with its new text and keeps what it said before. An older edit that comes late, or one that came already, changes
 * nothing, and neither does one of a message that was never received.
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

/** The first text of all stays, however often it is changed; of those between, the newest. */
const withText = (message: Message, { text, editedAt: at }: Pick<MessageEdit, 'text' | 'editedAt'>): Message => {
  const { edited } = message;
  if (message.removed) return message;
  // A file may lose its caption; a text that is gone is no new text.
  if (text === '' && !message.attachments) return message;
  if (message.text === text || (edited && at < edited.at)) return message;
  const [original = message.text, ...between] = edited?.earlier ?? [];
  const known = edited ? [...between, message.text] : [];
  return { ...message, text, edited: { at, earlier: [original, ...known.slice(1 - MAX_EARLIER_TEXTS)] } };
};

/** Moving `updatedAt` tells a run at work that what it goes by has changed. */
const withLastText = (conversation: Conversation, message: Message, now: number): Conversation => ({
  ...conversation,
  ...(conversation.lastMessage.id === message.id && {
    lastMessage: { ...conversation.lastMessage, text: lastMessageOf(message).text },
  }),
  updatedAt: Math.max(conversation.updatedAt, now),
});
