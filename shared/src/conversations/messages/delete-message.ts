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
  /** Deletes the bytes of these files, unless something else refers to them. Idempotent. */
  readonly forgetFiles: (messageId: string, digests: readonly string[]) => Promise<void>;
};

/**
 * Removes the content of a customer's message: its text, earlier texts, and files; the message itself stays. Idempotent, and a no-op for a
 * message that was never received.
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
  // Files go first, so that after a crash the deletion is repeated as a whole.
  if (digests.length > 0) await forgetFiles(id, digests);
  await messages.update(known, (current) => (current.removed ? current : blanked(current, deletedAt)));
  await conversations.update(known.conversationId, (current) => withoutText(current, id, now));
};

const blanked = ({ attachments: _, edited: __, ...message }: Message, at: number): Message => ({
  ...message,
  text: '',
  removed: { at },
});

/** A changed `updatedAt` tells a running run that its conversation has changed. */
const withoutText = (conversation: Conversation, messageId: string, now: number): Conversation => ({
  ...conversation,
  ...(conversation.lastMessage.id === messageId && { lastMessage: { ...conversation.lastMessage, text: '' } }),
  updatedAt: Math.max(conversation.updatedAt, now),
});
