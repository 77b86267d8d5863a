import type { Conversation } from '../entities/conversation.ts';
import { unansweredIn } from './answering.ts';

/**
 * Returns the conversation after a person has handed it back to the agents, either to answer or to prepare drafts. If the customer's last
 * message has no reply, the agents have to answer it. Handing back again changes nothing about that message.
 */
export const handBack = (conversation: Conversation, to: 'agent' | 'draft', at: number): Conversation => {
  const { handover, handedBack: open, assigneeId, ...rest } = conversation;
  const messageId = conversation.mode === 'human' ? unansweredIn(conversation.lastMessage) : undefined;
  return {
    ...rest,
    // A person still sends the drafts, so the hand-over and the assignee are kept.
    ...(to === 'draft' && { ...(handover && { handover }), ...(assigneeId !== undefined && { assigneeId }) }),
    mode: to,
    ...(messageId !== undefined ? { handedBack: { messageId, at } } : open && { handedBack: open }),
  };
};
