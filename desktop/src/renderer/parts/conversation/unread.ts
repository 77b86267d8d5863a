import { answeringOf } from '@inbetwin/shared/conversations/answering.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';

/** Up to when a person has seen each conversation, by its id; ms since the epoch. */
export type ReadMarks = ReadonlyMap<string, number>;

/** When the conversation last began to need a person: an agent handed it over, or the customer wrote. */
export const wantedAt = ({ handover, lastMessage }: Conversation): number =>
  Math.max(handover?.at ?? 0, lastMessage.direction === 'inbound' ? lastMessage.at : 0);

/**
 * Whether the conversation concerns this person: it waits for a person and is assigned to them or nobody. Conversations that an agent
 * answers or a colleague has taken over neither count nor notify.
 */
export const concerns = (conversation: Conversation, userId: string): boolean =>
  answeringOf(conversation).waitsFor === 'person' &&
  (conversation.assigneeId === undefined || conversation.assigneeId === userId);

/** Whether the title, the icon, and the list show the conversation as new: it concerns this person, who has not seen it. */
export const isUnread = (conversation: Conversation, userId: string, marks: ReadMarks): boolean =>
  concerns(conversation, userId) && wantedAt(conversation) > (marks.get(conversation.id) ?? 0);
