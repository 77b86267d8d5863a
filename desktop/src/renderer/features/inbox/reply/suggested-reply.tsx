import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../../base/report-failure.ts';
import { useSession } from '../../../session/session.ts';
import { askToPersist } from '../../../storage/persistence.ts';
import { sendReply } from '../../../workspace/acts/actions.ts';
import { useWorkspace } from '../../../workspace/live/use-live.ts';
import { SuggestionCard } from './suggestion-card.tsx';
import { type Suggestion, textToSend } from './suggestions.ts';

type SuggestedReplyProps = {
  readonly conversation: Conversation;
  readonly suggestion: Suggestion;
  readonly onEnd: (state: 'done' | 'cancelled') => Promise<void>;
  /** Puts a text into the reply box. Resolves to whether it is on disk. */
  readonly onInsert: (text: string) => Promise<boolean>;
};

/** An agent's suggestion with its actions, each of which resolves it. */
export const SuggestedReply = ({ conversation, suggestion, onEnd, onInsert }: SuggestedReplyProps) => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const { user } = useSession();
  const text = textToSend(suggestion.suggestion);

  const use = async (): Promise<void> => {
    try {
      // Until the text is stored as a draft, the suggestion is the only place that contains it.
      if (await onInsert(text)) await onEnd('done');
    } catch (error) {
      reportFailure(error);
    }
  };
  const send = async (): Promise<void> => {
    if (!user) return;
    try {
      await sendReply(workspace, { conversation, text, author: user, cause: suggestion.id });
      await onEnd('done');
      await askToPersist();
    } catch (error) {
      reportFailure(error);
    }
  };
  const dismiss = async (): Promise<void> => {
    try {
      await onEnd('cancelled');
      toast(t('inbox.suggestion.dismissed'), {
        action: { label: t('inbox.suggestion.use'), onClick: () => void onInsert(text) },
      });
    } catch (error) {
      reportFailure(error);
    }
  };
  return (
    <SuggestionCard
      suggestion={suggestion}
      lastMessage={conversation.lastMessage}
      onUse={() => void use()}
      onSend={() => void send()}
      onDismiss={() => void dismiss()}
    />
  );
};
