import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { MangoQuery, RxCollection } from 'rxdb';

export const PAGE = 100;
/** Number of messages shown before the one that was jumped to. */
const CONTEXT = 10;

type Page = {
  readonly conversationId: string;
  /** Only messages created before this time. */
  readonly before?: number;
  readonly limit?: number;
};

/** The creation time of the first of the latest messages; undefined if there are none. */
export const startOfPage = (
  messages: RxCollection<Message>,
  { conversationId, before, limit = PAGE }: Page,
): Promise<number | undefined> =>
  startOf(messages, { conversationId, ...(before !== undefined && { createdAt: { $lt: before } }) }, limit);

/** The same, starting shortly before a given message. */
export const startWith = (
  messages: RxCollection<Message>,
  { conversationId, createdAt }: Message,
): Promise<number | undefined> => startOf(messages, { conversationId, createdAt: { $lte: createdAt } }, CONTEXT + 1);

export const messagesSince = (conversationId: string, start: number): MangoQuery<Message> => ({
  selector: { conversationId, createdAt: { $gte: start } },
  sort: [{ createdAt: 'asc' }],
});

/** A query for one earlier message, to find out whether there is any. */
export const anyBefore = (conversationId: string, start: number): MangoQuery<Message> => ({
  selector: { conversationId, createdAt: { $lt: start } },
  sort: [{ createdAt: 'asc' }],
  limit: 1,
});

const startOf = async (
  messages: RxCollection<Message>,
  selector: NonNullable<MangoQuery<Message>['selector']>,
  limit: number,
): Promise<number | undefined> => {
  const query = messages.find({
    selector,
    sort: [{ createdAt: 'desc' }, { id: 'desc' }],
    index: ['conversationId', 'createdAt'],
    limit,
  });
  return (await query.exec()).at(-1)?.createdAt;
};
