import { Failure } from '../contracts/errors.ts';
import type { Message } from '../entities/message.ts';
import type { TeamDocuments } from '../ports/team-documents.ts';

type Reply = {
  readonly conversationId: string;
  readonly text: string;
  /** Created by the client, so that sending the reply again is a no-op. */
  readonly id?: string;
  readonly author: { readonly id: string; readonly name: string };
};

/**
 * Stores a person's reply as one message, queued for its channel. Throws `resource.not_found` for an unknown
 * conversation and `document.conflict` when the id belongs to another message.
 */
export const sendReply = async (documents: TeamDocuments, reply: Reply, now: number): Promise<Message> => {
  if (!(await documents.conversations.get(reply.conversationId))) {
    throw new Failure('resource.not_found', 'There is no such conversation.', 'Reload the list of conversations.');
  }
  const { document } = await documents.messages.insertOnce(messageFrom(reply, now));
  if (isSame(document, reply)) return document;
  throw new Failure('document.conflict', `Another message has the id ${reply.id}.`, 'Send it under a new id.');
};

const messageFrom = ({ id, conversationId, author, text }: Reply, now: number): Message => ({
  id: id ?? `person:${author.id}:${now}`,
  conversationId,
  direction: 'outbound',
  author: { kind: 'person', id: author.id, name: author.name },
  text: text.toWellFormed(),
  citations: [],
  delivery: { state: 'queued', attempts: 0, platformIds: [] },
  sentAt: now,
  createdAt: now,
});

const isSame = (stored: Message, reply: Reply): boolean =>
  stored.conversationId === reply.conversationId &&
  stored.text === reply.text.toWellFormed() &&
  stored.author.kind === 'person' &&
  stored.author.id === reply.author.id;
