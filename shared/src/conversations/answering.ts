import type { Conversation } from '../entities/conversation.ts';
import { messageOfNotice } from './ids.ts';

/** Who answers what the customer writes next, and for whom something waits already. */
export type Answering = {
  readonly by: Conversation['mode'];
  /** `person`: an agent handed it over, or a customer wrote to a person. `agent`: a person handed an open question back. */
  readonly waitsFor?: 'person' | 'agent';
};

/**
 * Whatever says how a conversation stands goes by this: the outbox, lists, badges, the heading, the banner. After a hand-over of one
 * question the agent goes on with the others (`by: agent, waitsFor: person`); of a conversation, it is silent (`by: human`).
 */
export const answeringOf = ({ status, mode, handover, handedBack, lastMessage }: Conversation): Answering => {
  if (status !== 'open') return { by: mode };
  const isAsked = mode !== 'agent' && unansweredIn(lastMessage) !== undefined;
  if (mode === 'agent' && handedBack !== undefined) return { by: mode, waitsFor: 'agent' };
  return handover !== undefined || isAsked ? { by: mode, waitsFor: 'person' } : { by: mode };
};

/** The customer's message that nobody has answered: being told to wait for a decision is no answer. */
export const unansweredIn = ({ id, direction }: Conversation['lastMessage']): string | undefined =>
  direction === 'inbound' ? id : messageOfNotice(id);

/** The message that the agents have to answer, since a person gave it to them unanswered. */
export const handedBackIn = ({ status, mode, handedBack }: Conversation): Conversation['handedBack'] =>
  status === 'open' && mode !== 'human' ? handedBack : undefined;

/** Something waits in it for a reply. */
export const waitsForReply = (conversation: Conversation): boolean => answeringOf(conversation).waitsFor !== undefined;
