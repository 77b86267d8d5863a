import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { useNow } from '../../base/use-now.ts';
import { useRunList } from '../../workspace/live/use-runs.ts';

/** A run without news for this long was interrupted and may resume later or never. Milliseconds. */
const ALIVE_MS = 5 * 60_000;

/**
 * Whether an agent is preparing an answer in this conversation. While a person answers, agents only learn and score. Unknown, and therefore
 * false, while offline.
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
