import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import { useNow } from '../../../base/use-now.ts';
import { useLive } from '../../../workspace/live/use-live.ts';

/** Whether the channel's window for free text is closed, according to this device's clock and documents; undefined until they are read. */
export const useIsWindowClosed = ({ id }: Conversation, windowMs: number): boolean | undefined => {
  const since = Math.max(0, useNow() - windowMs);
  // Rounded to the minute, so that the query does not change with every reading of the clock.
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
