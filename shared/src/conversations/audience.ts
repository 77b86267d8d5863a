import type { Conversation } from '../entities/conversation.ts';
import type { Message } from '../entities/message.ts';
import { groupContactIdOf, groupLeadIdOf } from './ids.ts';

/**
 * Whether more people than one customer read the conversation. If so, nothing that belongs to one customer may be used,
 * changed or mentioned in it.
 */
export const isGroup = ({ audience }: Pick<Conversation, 'audience'>): boolean => audience === 'group';

/** Whether the message expects an answer. What the members of a group say to one another does not. */
export const isForTeam = ({ direction, group }: Pick<Message, 'direction' | 'group'>): boolean =>
  direction === 'inbound' && group?.addressed !== false;

/** Whether one run can answer both messages. In a group each run serves one member and what they said to us. */
export const isSameTalk = (first: Message, later: Message): boolean =>
  first.group === undefined || (isForTeam(later) && later.author.id === first.author.id);

/**
 * Returns the conversation as a group conversation if the message was written in a group. An earlier version assigned
 * such a conversation to whoever wrote first: that contact keeps everything known about them, and the group continues
 * with an identity of its own. A message carries the topic's original name, so a topic name that is already known is
 * kept.
 */
export const asHeard = (conversation: Conversation, { group }: Pick<Message, 'group'>): Conversation => {
  if (group === undefined) return conversation;
  const { topic = conversation.topic } = group;
  const named = conversation.topic === undefined && topic !== undefined ? { ...conversation, topic } : conversation;
  if (isGroup(named)) return named;
  return { ...named, audience: 'group', contactId: groupContactIdOf(named.id), leadId: groupLeadIdOf(named.id) };
};
