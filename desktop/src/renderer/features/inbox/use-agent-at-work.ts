import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { useNow } from '../../base/use-now.ts';
import { useRunList } from '../../workspace/live/use-runs.ts';

/** A run that was not heard of for so long was cut off: it goes on later, or never. */
const ALIVE_MS = 5 * 60_000;

/**
 * Whether an agent is preparing an answer in this conversation right now. While a person answers, agents learn and score, and say
 * nothing. Nobody knows without a network.
 */
export const useIsAgentAtWork = ({ id, mode }: Pick<Conversation, 'id' | 'mode'>): boolean => {
  const now = useNow();
  const latest = useRunList(mode === 'human' ? undefined : { conversationId: id }, 1);
  if (!latest || latest.isKept) return false;
  return latest.items.some(
    ({ conversationId, state, updatedAt }) =>
      conversationId === id && state === 'running' && now - updatedAt < ALIVE_MS,
  );
};
