import type { Conversation } from '../entities/conversation.ts';
import { unansweredIn } from './answering.ts';

/**
 * The conversation, given to the agents by a person: to answer, or to prepare drafts. A customer's message without a reply is theirs
 * to answer, and waits until somebody has; given to them twice it waits as it did.
 */
export const handBack = (conversation: Conversation, to: 'agent' | 'draft', at: number): Conversation => {
  const { handover, handedBack: open, assigneeId, ...rest } = conversation;
  const messageId = conversation.mode === 'human' ? unansweredIn(conversation.lastMessage) : undefined;
  return {
    ...rest,
    // Drafts are a person's to send: what waits for one, and who that is, stays.
    ...(to === 'draft' && { ...(handover && { handover }), ...(assigneeId !== undefined && { assigneeId }) }),
    mode: to,
    ...(messageId !== undefined ? { handedBack: { messageId, at } } : open && { handedBack: open }),
  };
};
