import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../app/report-failure.ts';
import { handBackTo, setStatus, takeOver } from '../../database/actions.ts';
import { useWorkspace } from '../../database/use-live.ts';
import { useSession } from '../../session/session.ts';

/** Take over or hand back, close or open again: done at once, with a way back. */
export const useConversationActions = (conversation: Conversation) => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const { user } = useSession();
  const { id, mode, status, handover, handedBack, assigneeId } = conversation;

  const change = async (words: string, apply: () => Promise<unknown>, undo: () => Promise<unknown>): Promise<void> => {
    try {
      await apply();
      toast(words, { action: { label: t('action.undo'), onClick: () => void undo().catch(reportFailure) } });
    } catch (error) {
      reportFailure(error);
    }
  };

  /** Back to exactly what it was: with its hand-over, and with whoever had it. */
  const restore = async (): Promise<void> => {
    const document = await workspace.collections.conversations.findOne(id).exec();
    await document?.incrementalModify(({ handover: _, handedBack: __, assigneeId: ___, ...current }) => ({
      ...current,
      mode,
      status,
      ...(handover ? { handover: { ...handover } } : {}),
      ...(handedBack ? { handedBack: { ...handedBack } } : {}),
      ...(assigneeId === undefined ? {} : { assigneeId }),
      updatedAt: Math.max(current.updatedAt + 1, Date.now()),
    }));
  };

  const setMode = async (next: Conversation['mode']): Promise<void> => {
    if (next === 'agent') return change(t('inbox.mode.handedBack'), () => handBackTo(workspace, id, 'agent'), restore);
    if (next === 'draft') return change(t('inbox.mode.drafting'), () => handBackTo(workspace, id, 'draft'), restore);
    if (user) return change(t('inbox.mode.taken'), () => takeOver(workspace, id, user.id), restore);
  };

  return {
    setMode,
    switchMode: () => setMode(mode === 'human' ? 'agent' : 'human'),
    switchStatus: () => {
      const next = status === 'open' ? 'closed' : 'open';
      const words = t(next === 'open' ? 'inbox.reopened' : 'inbox.closed');
      return change(words, () => setStatus(workspace, id, next), restore);
    },
  };
};
