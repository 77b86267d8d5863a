import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import { useNow } from '../../../base/use-now.ts';
import { useLive } from '../../../workspace/live/use-live.ts';

/**
 * Whether the customer has written nothing for longer than the channel takes free texts after a message of theirs, by this device's clock
 * and what it holds; undefined until that is read.
 */
export const useIsWindowClosed = ({ id }: Conversation, windowMs: number): boolean | undefined => {
  const since = Math.max(0, useNow() - windowMs);
  // By the minute, so that the query is not made anew at each look at the clock.
  const from = since - (since % 60_000);
  const recent = useLive<Message>(
    ({ collections }) =>
      collections.messages.find({
        selector: { conversationId: id, createdAt: { $gte: from } },
        index: ['conversationId', 'createdAt'],
      }),
    [id, from],
  );
  return recent?.every(({ direction, createdAt }) => direction === 'outbound' || createdAt < since);
};
