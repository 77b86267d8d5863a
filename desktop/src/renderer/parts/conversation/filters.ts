import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import type { MangoQuerySelector } from 'rxdb';
import type { LocalDocument } from '../../database/local-keys.ts';

export const inboxFilters = ['all', 'needs', 'mine', 'people', 'closed'] as const;
export type InboxFilter = (typeof inboxFilters)[number];

export const isInboxFilter = (value: string): value is InboxFilter => inboxFilters.some((filter) => filter === value);

/** Of the conversations that a person answers, those of `userId`. */
export const isMine = ({ mode, assigneeId }: Conversation, userId: string | undefined): boolean =>
  mode === 'human' && assigneeId !== undefined && assigneeId === userId;

/** For the local database, an index of it for each; `userId` is whose are `mine`. */
export const selectorOf = (filter: InboxFilter, userId = ''): MangoQuerySelector<LocalDocument<'conversations'>> => {
  if (filter === 'needs') return { 'local.needs': 1 };
  if (filter === 'mine') return { 'local.owner': userId };
  if (filter === 'closed') return { status: 'closed' };
  if (filter === 'people') return { status: 'open', mode: 'human' };
  return { status: 'open' };
};
