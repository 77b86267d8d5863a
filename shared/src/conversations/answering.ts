import type { Conversation } from '../entities/conversation.ts';
import { messageOfNotice } from './ids.ts';

/** Who answers the customer's next message, and whether an earlier one still waits for somebody. */
export type Answering = {
  readonly by: Conversation['mode'];
  /** `person`: an agent handed the conversation over, or the customer wrote to a person. `agent`: a person handed an open question back. */
  readonly waitsFor?: 'person' | 'agent';
};

/**
 * The single source for the state of a conversation: the outbox, lists, badges, the heading and the banner all use it. When an agent
 * hands over one question, it keeps answering the others (`by: agent, waitsFor: person`); when it hands over the whole conversation, it
 * stops answering (`by: human`).
 */
export const answeringOf = ({ status, mode, handover, handedBack, lastMessage }: Conversation): Answering => {
  if (status !== 'open') return { by: mode };
  const isAsked = mode !== 'agent' && unansweredIn(lastMessage) !== undefined;
  if (mode === 'agent' && handedBack !== undefined) return { by: mode, waitsFor: 'agent' };
  return handover !== undefined || isAsked ? { by: mode, waitsFor: 'person' } : { by: mode };
};

/** The id of the customer's message that nobody has answered yet. A notice that a decision is pending is not an answer. */
export const unansweredIn = ({ id, direction }: Conversation['lastMessage']): string | undefined =>
  direction === 'inbound' ? id : messageOfNotice(id);

/** The unanswered message that a person handed back to the agents, who have to answer it. */
export const handedBackIn = ({ status, mode, handedBack }: Conversation): Conversation['handedBack'] =>
  status === 'open' && mode !== 'human' ? handedBack : undefined;

/** Whether anything in the conversation waits for a reply. */
export const waitsForReply = (conversation: Conversation): boolean => answeringOf(conversation).waitsFor !== undefined;
