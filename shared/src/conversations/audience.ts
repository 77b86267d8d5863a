import type { Conversation } from '../entities/conversation.ts';
import type { Message } from '../entities/message.ts';
import { groupContactIdOf, groupLeadIdOf } from './ids.ts';

/** Whether others than one customer read it: then nothing that belongs to one customer is used, changed or told in it. */
export const isGroup = ({ audience }: Pick<Conversation, 'audience'>): boolean => audience === 'group';

/** Whether it waits for an answer: what the members of a group say to one another does not. */
export const isForTeam = ({ direction, group }: Pick<Message, 'direction' | 'group'>): boolean =>
  direction === 'inbound' && group?.addressed !== false;

/** Whether one run answers both: in a group each run acts for one member, with what they said to us. */
export const isSameTalk = (first: Message, later: Message): boolean =>
  first.group === undefined || (isForTeam(later) && later.author.id === first.author.id);

/**
 * The conversation as one of the group that the message was written in, if there is one. An earlier version gave it to whoever wrote
 * first: they keep all that is known of them, and the group goes on with an identity of its own. A message tells the name that its
 * topic was made with, so the name that is known already stays.
 */
export const asHeard = (conversation: Conversation, { group }: Pick<Message, 'group'>): Conversation => {
  if (group === undefined) return conversation;
  const { topic = conversation.topic } = group;
  const named = conversation.topic === undefined && topic !== undefined ? { ...conversation, topic } : conversation;
  if (isGroup(named)) return named;
  return { ...named, audience: 'group', contactId: groupContactIdOf(named.id), leadId: groupLeadIdOf(named.id) };
};
