import { Failure } from '../../contracts/errors.ts';
import type { Attachment } from '../../entities/attachment.ts';
import type { Conversation } from '../../entities/conversation.ts';
import type { Message } from '../../entities/message.ts';
import type { MessageTemplate } from '../../entities/template.ts';
import { isSameValue } from '../../merge/same-state.ts';
import type { Actor } from '../../ports/collection.ts';
import { cleanFileName } from '../../text/clean-file-name.ts';
import { applyMessage } from './apply-message.ts';

/** A file that a person sends; its bytes are on the author's device or on the server. */
export type ReplyFile = Pick<Attachment, 'kind' | 'name'> & { readonly digest: string; readonly size: number };

/** A person's reply to a customer. */
export type Reply = {
  /** The conversation as the author saw it. */
  readonly conversation: Pick<Conversation, 'id' | 'lastMessage'>;
  /** May be empty only if there are files. */
  readonly text: string;
  /** At most `MAX_ATTACHMENTS`. */
  readonly files?: readonly ReplyFile[];
  /** The platform's template that this is; `text` is what the customer reads. */
  readonly template?: MessageTemplate | undefined;
  readonly author: { readonly id: string; readonly name: string };
  /** The message's id; sending the same reply again under it is a no-op. */
  readonly id: string;
};

/**
 * Queues a person's reply as one message and applies it to its conversation, which the author takes over. Resolves to the stored message.
 * Throws `document.conflict` if a different message has the id.
 */
export const sendReply = async (actor: Actor, reply: Reply): Promise<Message> => {
  const wanted = messageFrom(reply, actor.now());
  const { document, inserted } = await actor.documents.messages.insertOnce(wanted);
  if (!isSame(document, wanted)) {
    throw new Failure('document.conflict', `Another message has the id ${reply.id}.`, 'Send it under a new id.');
  }
  if (inserted) await applyReply(actor, document, reply.author.id);
  return document;
};

const messageFrom = ({ id, conversation, author, text, files = [], template }: Reply, sentAt: number): Message => ({
  id,
  conversationId: conversation.id,
  direction: 'outbound',
  author: { kind: 'person', id: author.id, name: author.name },
  text: text.trim().toWellFormed(),
  ...(files.length > 0 && { attachments: files.map(asAttachment) }),
  citations: [],
  ...(template && { template }),
  delivery: { state: 'queued', attempts: 0, platformIds: [] },
  sentAt,
  // Sorts after the message it answers, even if this clock is slow.
  createdAt: Math.max(sentAt, conversation.lastMessage.at + 1),
});

const asAttachment = ({ kind, name, digest, size }: ReplyFile): Attachment => ({
  kind,
  name: cleanFileName(name, kind),
  size,
  state: 'waiting',
  digest,
});

const digestsOf = ({ attachments = [] }: Message): string => attachments.map(({ digest }) => digest).join();

const isSame = (stored: Message, wanted: Message): boolean =>
  stored.conversationId === wanted.conversationId &&
  stored.text === wanted.text &&
  digestsOf(stored) === digestsOf(wanted) &&
  isSameValue(stored.template, wanted.template) &&
  stored.author.kind === 'person' &&
  stored.author.id === wanted.author.id;

/**
 * The outbox applies the message again when it delivers it, so a failure here loses nothing; rejecting would make the caller send it twice.
 */
const applyReply = async ({ documents, report }: Actor, message: Message, authorId: string): Promise<void> => {
  try {
    await documents.conversations.update(message.conversationId, (current) => {
      const isTaken = current.mode === 'human' && current.assigneeId !== undefined;
      return applyMessage(isTaken ? current : { ...current, assigneeId: authorId }, message);
    });
  } catch (error) {
    report(error);
  }
};
