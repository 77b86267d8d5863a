import { handBackTo, setStatus, takeOver } from '@inbetwin/shared/conversations/change-conversation.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../base/report-failure.ts';
import { useSession } from '../../session/session.ts';
import { useWorkspace } from '../../workspace/live/use-live.ts';

/** Takes over, gives to a colleague, hands back, closes, or reopens a conversation; each action can be undone. */
export const useConversationActions = (conversation: Conversation) => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const { user } = useSession();
  const { mode, status, handover, handedBack, assigneeId } = conversation;

  /** Restores the previous state exactly, including the hand-over and the assignee. */
  const restored = ({ handover: _, handedBack: __, assigneeId: ___, ...current }: Conversation): Conversation => ({
    ...current,
    mode,
    status,
    ...(handover ? { handover: { ...handover } } : {}),
    ...(handedBack ? { handedBack: { ...handedBack } } : {}),
    ...(assigneeId === undefined ? {} : { assigneeId }),
  });

  const change = async (words: string, apply: () => Promise<Conversation>): Promise<void> => {
    try {
      const shown = await apply();
      const undo = () => workspace.documents.conversations.edit({ shown, next: restored });
      toast(words, { action: { label: t('action.undo'), onClick: () => void undo().catch(reportFailure) } });
    } catch (error) {
      reportFailure(error);
    }
  };

  const setMode = async (next: Conversation['mode']): Promise<void> => {
    if (next === 'agent') return change(t('inbox.mode.handedBack'), () => handBackTo(workspace, conversation, 'agent'));
    if (next === 'draft') return change(t('inbox.mode.drafting'), () => handBackTo(workspace, conversation, 'draft'));
    if (user) return change(t('inbox.mode.taken'), () => takeOver(workspace, conversation, user.id));
  };

  return {
    setMode,
    assign: ({ userId, name }: { readonly userId: string; readonly name: string }) =>
      change(t('inbox.assign.done', { name }), () => takeOver(workspace, conversation, userId)),
    switchMode: () => setMode(mode === 'human' ? 'agent' : 'human'),
    switchStatus: () => {
      const next = status === 'open' ? 'closed' : 'open';
      const words = t(next === 'open' ? 'inbox.reopened' : 'inbox.closed');
      return change(words, () => setStatus(workspace, conversation, next));
    },
  };
};
