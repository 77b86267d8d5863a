import type { Conversation } from '../entities/conversation.ts';

/** An agent handed it over and nobody has answered, or a customer wrote to a person. A deleted one, which has no fields, waits for nobody. */
export const needsPerson = ({ status, mode, handover, lastMessage }: Partial<Conversation>): boolean =>
  status === 'open' && (handover !== undefined || (mode !== 'agent' && lastMessage?.direction === 'inbound'));
