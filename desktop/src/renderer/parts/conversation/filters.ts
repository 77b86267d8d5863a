import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import type { MangoQuerySelector } from 'rxdb';
import type { LocalDocument } from '../../database/local-keys.ts';

/** The filters of the inbox, in display order. */
export const inboxFilters = ['all', 'needs', 'mine', 'people', 'closed'] as const;
/** One of `inboxFilters`. */
export type InboxFilter = (typeof inboxFilters)[number];

/** Whether a string, such as an address parameter, names a filter. */
export const isInboxFilter = (value: string): value is InboxFilter => inboxFilters.some((filter) => filter === value);

/** Whether a person answers the conversation and that person is `userId`. */
export const isMine = ({ mode, assigneeId }: Conversation, userId: string | undefined): boolean =>
  mode === 'human' && assigneeId !== undefined && assigneeId === userId;

/** The local query of a filter, each answered by an index; `userId` is the person meant by `mine`. */
export const selectorOf = (filter: InboxFilter, userId = ''): MangoQuerySelector<LocalDocument<'conversations'>> => {
  if (filter === 'needs') return { 'local.needs': 1 };
  if (filter === 'mine') return { 'local.owner': userId };
  if (filter === 'closed') return { status: 'closed' };
  if (filter === 'people') return { status: 'open', mode: 'human' };
  return { status: 'open' };
};
