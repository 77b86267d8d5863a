import type { Conversation } from '../../entities/conversation.ts';
import type { Message } from '../../entities/message.ts';
import type { TeamDocuments } from '../../ports/team-documents.ts';
import { messageIdOf, type Place } from '../ids.ts';

/** A customer deleted a message. */
export type MessageDeletion = {
  readonly account: string;
  readonly chatId: string;
  readonly messageId: string;
  /** Milliseconds since the epoch, by the platform's clock. */
  readonly deletedAt: number;
};

type Forgetting = {
  readonly now: number;
  /** Removes the bytes of these files of the message, as far as nothing else has them. Repeating it is harmless. */
  readonly forgetFiles: (messageId: string, digests: readonly string[]) => Promise<void>;
};

/**
 * Takes out of a customer's message what it said, its earlier texts and its files; that there was one stays. Repeating it changes nothing,
 * and neither does the deletion of a message that was never received.
 */
export const deleteMessage = async (
  { messages, conversations }: Pick<TeamDocuments, 'messages' | 'conversations'>,
  { messageId, deletedAt, ...place }: MessageDeletion & Place,
  { now, forgetFiles }: Forgetting,
): Promise<void> => {
  const id = messageIdOf(place, messageId);
  const known = await messages.get(id);
  if (!known) return;
  const digests = (known.attachments ?? []).flatMap(({ digest }) => digest ?? []);
  // First, so that a crash in between leaves the message to be deleted once more.
  if (digests.length > 0) await forgetFiles(id, digests);
  await messages.update(known, (current) => (current.removed ? current : blanked(current, deletedAt)));
  await conversations.update(known.conversationId, (current) => withoutText(current, id, now));
};

const blanked = ({ attachments: _, edited: __, ...message }: Message, at: number): Message => ({
  ...message,
  text: '',
  removed: { at },
});

/** Moving `updatedAt` tells a run at work that what it goes by has changed. */
const withoutText = (conversation: Conversation, messageId: string, now: number): Conversation => ({
  ...conversation,
  ...(conversation.lastMessage.id === messageId && { lastMessage: { ...conversation.lastMessage, text: '' } }),
  updatedAt: Math.max(conversation.updatedAt, now),
});
