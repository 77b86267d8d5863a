import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { personReplyIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { sendReply as queueReply, type Reply } from '@inbetwin/shared/conversations/messages/send-reply.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { Workspace } from '../../database/workspace-database.ts';

/** A reply to send. Like every action it works offline: it changes the local database, and replication sends the change. */
type CausedReply = Omit<Reply, 'id'> & {
  /** Identifies what the reply was made from, such as a draft. Repeating a call with the same cause does not send anything again. */
  readonly cause?: string;
};

/**
 * Queues a person's reply and shows it immediately. Its id is derived from its cause, so that it reaches the customer only once, however
 * often this is called. A different text is a different reply, even if it has the same cause. Resolves to the stored message.
 */
export const sendReply = async (
  workspace: Workspace,
  { cause = crypto.randomUUID(), ...reply }: CausedReply,
): Promise<Message> => {
  try {
    return await queueReply(workspace, { ...reply, id: personReplyIdOf(reply.author.id, cause) });
  } catch (error) {
    if (error instanceof Failure && error.code === 'document.conflict') return sendReply(workspace, reply);
    throw error;
  }
};
