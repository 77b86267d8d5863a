import type { Conversation } from '../entities/conversation.ts';

/**
 * The conversation, given to the agents by a person: to answer, or to prepare drafts. A customer's message without a reply is theirs
 * to answer, and waits until somebody has.
 */
export const handBack = (conversation: Conversation, to: 'agent' | 'draft', at: number): Conversation => {
  const { handover, handedBack: _, assigneeId, ...rest } = conversation;
  const { id: messageId, direction } = conversation.lastMessage;
  const isOpen = conversation.mode === 'human' && direction === 'inbound';
  return {
    ...rest,
    // Drafts are a person's to send: what waits for one, and who that is, stays.
    ...(to === 'draft' && { ...(handover && { handover }), ...(assigneeId !== undefined && { assigneeId }) }),
    mode: to,
    ...(isOpen && { handedBack: { messageId, at } }),
  };
};
