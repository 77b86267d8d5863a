import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { useLive, useWorkspace } from '../../database/use-live.ts';
import { waitingIn } from '../approvals/approval-queries.ts';
import { endSuggestion, newestOf, type Suggestion } from './suggestions.ts';

type OpenSuggestion = {
  /** The newest that waits; undefined when there is none, or somebody has answered since. */
  readonly suggestion: Suggestion | undefined;
  /** The one that waits is used or not; whatever was prepared earlier is called off with it. */
  readonly end: (state: 'done' | 'cancelled') => Promise<void>;
};

/** What an agent suggests to answer in this conversation. */
export const useSuggestion = ({ id, lastMessage }: Conversation): OpenSuggestion => {
  const { collections } = useWorkspace();
  const open = useLive(() => collections.work.find(waitingIn('suggestion', id)), [collections, id]);
  const newest = newestOf(open ?? []);
  const isAnswered = newest !== undefined && lastMessage.direction === 'outbound' && lastMessage.at > newest.createdAt;

  const end: OpenSuggestion['end'] = async (state) => {
    const documents = await collections.work.findByIds((open ?? []).map((one) => one.id)).exec();
    for (const document of documents.values()) {
      const next = document.id === newest?.id ? state : 'cancelled';
      await document.incrementalModify((current) => endSuggestion(current, next, Date.now()));
    }
  };
  return { suggestion: isAnswered ? undefined : newest, end };
};
