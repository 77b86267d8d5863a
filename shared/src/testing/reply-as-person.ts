import { type Reply, sendReply } from '../conversations/messages/send-reply.ts';
import type { Message } from '../entities/message.ts';
import type { Clock } from '../ports/clock.ts';
import { documentsAs, type TeamDocuments } from '../ports/team-documents.ts';

type PersonReply = Partial<Pick<Reply, 'author' | 'id'>> & { readonly conversationId: string; readonly text: string };

/** A person replies in a stored conversation, as the server lets them. */
export const replyAsPerson = async (
  documents: TeamDocuments,
  { conversationId, text, author = { id: 'u1', name: 'Илья' }, id }: PersonReply,
  clock: Clock,
): Promise<Message> => {
  const conversation = await documents.conversations.get(conversationId);
  if (!conversation) throw new Error(`There is no conversation ${conversationId}.`);
  const report = (error: unknown): never => {
    throw error;
  };
  const actor = { documents: documentsAs(documents, author.id), now: clock, report };
  return sendReply(actor, { conversation, text, author, id: id ?? `person:${author.id}:${clock()}` });
};
