import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { MangoQuery, RxCollection } from 'rxdb';

const PAGE = 100;
/** Shown before a message that somebody came for. */
const CONTEXT = 10;

/** Where the latest page before `before` begins, by `createdAt`; 0: at the very first message. */
export const startOfPage = (
  messages: RxCollection<Message>,
  conversationId: string,
  before?: number,
): Promise<number> =>
  startOf(messages, { conversationId, ...(before !== undefined && { createdAt: { $lt: before } }) }, PAGE);

/** The same for what is shown with a message. */
export const startWith = (messages: RxCollection<Message>, { conversationId, createdAt }: Message): Promise<number> =>
  startOf(messages, { conversationId, createdAt: { $lte: createdAt } }, CONTEXT + 1);

export const messagesSince = (conversationId: string, start: number): MangoQuery<Message> => ({
  selector: { conversationId, createdAt: { $gte: start } },
  sort: [{ createdAt: 'asc' }],
});

const startOf = async (
  messages: RxCollection<Message>,
  selector: NonNullable<MangoQuery<Message>['selector']>,
  limit: number,
): Promise<number> => {
  const query = messages.find({
    selector,
    sort: [{ createdAt: 'desc' }, { id: 'desc' }],
    index: ['conversationId', 'createdAt'],
    limit,
  });
  const found = await query.exec();
  return found.length < limit ? 0 : (found.at(-1)?.createdAt ?? 0);
};
