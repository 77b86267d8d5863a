import type { Conversation } from '../entities/conversation.ts';
import type { Actor } from '../ports/collection.ts';
import { handBack } from './hand-back.ts';

/** Takes the conversation over: the agent stops answering, and this person is responsible. */
export const takeOver = ({ documents }: Actor, shown: Conversation, userId: string): Promise<Conversation> =>
  documents.conversations.edit({
    shown,
    next: ({ handedBack: _, ...conversation }) => ({ ...conversation, mode: 'human', assigneeId: userId }),
  });

/**
 * Hands the conversation back: the agents answer again or draft replies for a person to send, starting with messages that are unanswered.
 */
export const handBackTo = (
  { documents, now }: Actor,
  shown: Conversation,
  to: 'agent' | 'draft',
): Promise<Conversation> => {
  const at = now();
  return documents.conversations.edit({ shown, next: (conversation) => handBack(conversation, to, at) });
};

/** Sets the status of a conversation, such as open or closed. */
export const setStatus = (
  { documents }: Actor,
  shown: Conversation,
  status: Conversation['status'],
): Promise<Conversation> =>
  documents.conversations.edit({ shown, next: (conversation) => ({ ...conversation, status }) });
