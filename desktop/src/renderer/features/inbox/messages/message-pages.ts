import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { MangoQuery, RxCollection } from 'rxdb';

export const PAGE = 100;
/** Shown before a message that somebody came for. */
const CONTEXT = 10;

type Page = {
  readonly conversationId: string;
  /** Only what was created before. */
  readonly before?: number;
  readonly limit?: number;
};

/** When the first of the latest messages was created; undefined when there are none. */
export const startOfPage = (
  messages: RxCollection<Message>,
  { conversationId, before, limit = PAGE }: Page,
): Promise<number | undefined> =>
  startOf(messages, { conversationId, ...(before !== undefined && { createdAt: { $lt: before } }) }, limit);

/** The same for what is shown with a message. */
export const startWith = (
  messages: RxCollection<Message>,
  { conversationId, createdAt }: Message,
): Promise<number | undefined> => startOf(messages, { conversationId, createdAt: { $lte: createdAt } }, CONTEXT + 1);

export const messagesSince = (conversationId: string, start: number): MangoQuery<Message> => ({
  selector: { conversationId, createdAt: { $gte: start } },
  sort: [{ createdAt: 'asc' }],
});

/** One of them: whether there are any. */
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
