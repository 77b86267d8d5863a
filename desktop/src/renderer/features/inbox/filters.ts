import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import type { MangoQuerySelector } from 'rxdb';

export const inboxFilters = ['all', 'needs', 'mine', 'people', 'closed'] as const;
export type InboxFilter = (typeof inboxFilters)[number];

export const isInboxFilter = (value: string): value is InboxFilter => inboxFilters.some((filter) => filter === value);

/** An agent handed it over and nobody has answered, or a customer wrote to a person. */
export const needsPerson = ({ status, mode, handover, lastMessage }: Conversation): boolean =>
  status === 'open' && (handover !== undefined || (mode !== 'agent' && lastMessage.direction === 'inbound'));

const needsPersonSelector: MangoQuerySelector<Conversation> = {
  status: 'open',
  $or: [{ handover: { $exists: true } }, { mode: { $ne: 'agent' }, 'lastMessage.direction': 'inbound' }],
};

/** Of the conversations that a person answers, those of `userId`. */
export const isMine = ({ mode, assigneeId }: Conversation, userId: string | undefined): boolean =>
  mode === 'human' && assigneeId !== undefined && assigneeId === userId;

/** The same as `needsPerson` and its like, for the local database; `userId` is whose are `mine`. */
export const selectorOf = (filter: InboxFilter, userId = ''): MangoQuerySelector<Conversation> => {
  if (filter === 'mine') return { status: 'open', mode: 'human', assigneeId: userId };
  if (filter === 'needs') return needsPersonSelector;
  if (filter === 'closed') return { status: 'closed' };
  if (filter === 'people') return { status: 'open', mode: 'human' };
  return { status: 'open' };
};
