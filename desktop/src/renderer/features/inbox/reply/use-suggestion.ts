import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { settleWork } from '../../../database/documents/edit-document.ts';
import { waitingIn } from '../../../parts/approvals/approval-queries.ts';
import { useLive, useWorkspace } from '../../../workspace/live/use-live.ts';
import { endSuggestion, newestOf, type Suggestion } from './suggestions.ts';

export type OpenSuggestion = {
  /** The newest open suggestion; undefined if there is none or somebody has answered since. */
  readonly suggestion: Suggestion | undefined;
  /** Resolves the open suggestion as used or dismissed, and withdraws earlier ones. */
  readonly end: (state: 'done' | 'cancelled') => Promise<void>;
};

/** The reply that an agent suggests in this conversation. */
export const useSuggestion = ({ id, lastMessage }: Conversation): OpenSuggestion => {
  const workspace = useWorkspace();
  const open = useLive(({ collections }) => collections.work.find(waitingIn('suggestion', id)), [id]);
  const newest = newestOf(open ?? []);
  const isAnswered = newest !== undefined && lastMessage.direction === 'outbound' && lastMessage.at > newest.createdAt;

  const end: OpenSuggestion['end'] = async (state) => {
    for (const { id: workId } of open ?? []) {
      const ended = workId === newest?.id ? state : 'cancelled';
      await settleWork(workspace, workId, { next: (work) => endSuggestion(work, ended, Date.now()) });
    }
  };
  return { suggestion: isAnswered ? undefined : newest, end };
};
