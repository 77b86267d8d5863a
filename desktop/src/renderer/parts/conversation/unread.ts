import { answeringOf } from '@inbetwin/shared/conversations/answering.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';

/** Up to when a person has seen each conversation, by its id; ms since the epoch. */
export type ReadMarks = ReadonlyMap<string, number>;

/** When it last began to want a person: an agent handed it over, or the customer wrote. */
export const wantedAt = ({ handover, lastMessage }: Conversation): number =>
  Math.max(handover?.at ?? 0, lastMessage.direction === 'inbound' ? lastMessage.at : 0);

/**
 * Whether it is this person's concern: it waits for a person, and it is theirs or nobody's. What an agent answers, and what a colleague
 * has taken, neither counts nor rings.
 */
export const concerns = (conversation: Conversation, userId: string): boolean =>
  answeringOf(conversation).waitsFor === 'person' &&
  (conversation.assigneeId === undefined || conversation.assigneeId === userId);

/** What the title, the icon and the list mark as new to this person: of what concerns them, what they have not seen. */
export const isUnread = (conversation: Conversation, userId: string, marks: ReadMarks): boolean =>
  concerns(conversation, userId) && wantedAt(conversation) > (marks.get(conversation.id) ?? 0);
