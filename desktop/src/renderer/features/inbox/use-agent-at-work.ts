import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { useState } from 'react';
import { useNow } from '../../base/use-now.ts';
import { useLive } from '../../workspace/live/use-live.ts';

/** A run that was not heard of for so long was cut off: it goes on later, or never. */
const ALIVE_MS = 5 * 60_000;

/** Whether an agent is preparing an answer in this conversation right now, as far as this device has heard. */
export const useIsAgentAtWork = ({ id, mode }: Pick<Conversation, 'id' | 'mode'>): boolean => {
  const [openedAt] = useState(() => Date.now());
  const now = useNow();
  const running = useLive(
    ({ collections }) =>
      collections.runs.find({
        selector: { conversationId: id, updatedAt: { $gte: openedAt - ALIVE_MS }, state: 'running' },
        index: ['conversationId', 'updatedAt'],
      }),
    [id, openedAt],
  );
  const isAlive = running?.some((run) => run.conversationId === id && now - run.updatedAt < ALIVE_MS) ?? false;
  // While a person answers, agents learn and score, and say nothing.
  return isAlive && mode !== 'human';
};
