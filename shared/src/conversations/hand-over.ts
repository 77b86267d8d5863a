import type { Conversation } from '../entities/conversation.ts';

/** Why an agent hands a conversation or a question over to a person. */
export const handoverReasons = [
  'asked_for_person',
  'request',
  'complaint',
  'no_answer',
  'angry',
  'limit',
  'other',
] as const;
/** One of the hand-over reasons. */
export type HandoverReason = (typeof handoverReasons)[number];

type Handover = {
  readonly reason: HandoverReason;
  readonly summary: string;
  /** `createdAt` of the message that caused it, so that repeating a hand-over changes nothing. */
  readonly at: number;
  /** The run that handed over. */
  readonly runId?: string;
};

/**
 * Returns the conversation waiting for a person. If the customer asked for a person or is angry, the agent stops
 * answering; if a question had no answer, the agent keeps answering the others. A conversation that a person has taken
 * over is not changed. While a person is awaited, their summary grows by what is handed over next. Returns the same object when nothing changes.
 */
export const handOver = (conversation: Conversation, handover: Handover): Conversation => {
  const isWithPerson = conversation.mode === 'human' && !conversation.handover;
  const needsPerson = handover.reason === 'asked_for_person' || handover.reason === 'angry';
  const isMore = handover.at > (conversation.handover?.at ?? -1) || (needsPerson && conversation.mode !== 'human');
  if (isWithPerson || !isMore) return conversation;
  return {
    ...conversation,
    mode: needsPerson ? 'human' : conversation.mode,
    handover: { ...handover, summary: summaryAfter(conversation.handover?.summary, handover.summary) },
    updatedAt: Math.max(conversation.updatedAt, handover.at),
  };
};

/** The bound of a stored summary. */
const MAX_SUMMARY = 2000;

const summaryAfter = (before: string | undefined, added: string): string => {
  if (before === undefined || before.includes(added)) return before ?? added;
  // The newest lines are kept.
  return `${before}\n${added}`.slice(-MAX_SUMMARY).toWellFormed();
};
