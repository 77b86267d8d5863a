import type { Conversation } from '../entities/conversation.ts';

export const handoverReasons = ['asked_for_person', 'no_answer', 'angry', 'limit', 'other'] as const;
export type HandoverReason = (typeof handoverReasons)[number];

type Handover = {
  readonly reason: HandoverReason;
  readonly summary: string;
  /** `createdAt` of the message that led to it, so that a repeated hand-over is the same one. */
  readonly at: number;
  /** The run that hands over. */
  readonly runId?: string;
};

/**
 * The conversation, waiting for a person. Who asked for one, or is angry, is no longer answered by the agent; a question
 * without an answer leaves the agent in charge of those it does know. A person who took over keeps the conversation as
 * it is. The same object comes back when nothing changes.
 */
export const handOver = (conversation: Conversation, handover: Handover): Conversation => {
  const isWithPerson = conversation.mode === 'human' && !conversation.handover;
  const needsPerson = handover.reason === 'asked_for_person' || handover.reason === 'angry';
  const isMore = handover.at > (conversation.handover?.at ?? -1) || (needsPerson && conversation.mode !== 'human');
  if (isWithPerson || !isMore) return conversation;
  return {
    ...conversation,
    mode: needsPerson ? 'human' : conversation.mode,
    handover: { ...handover },
    updatedAt: Math.max(conversation.updatedAt, handover.at),
  };
};
