import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../app/report-failure.ts';
import { setMode, setStatus } from '../../database/actions.ts';
import { useWorkspace } from '../../database/use-live.ts';

/** Take over or hand back, close or open again: done at once, with a way back. */
export const useConversationActions = (conversation: Conversation) => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const { id, mode, status, handover } = conversation;

  const change = async (words: string, apply: () => Promise<unknown>, undo: () => Promise<unknown>): Promise<void> => {
    try {
      await apply();
      toast(words, { action: { label: t('action.undo'), onClick: () => void undo().catch(reportFailure) } });
    } catch (error) {
      reportFailure(error);
    }
  };

  /** Back to exactly what it was, the hand-over included. */
  const restore = async (): Promise<void> => {
    const document = await workspace.collections.conversations.findOne(id).exec();
    await document?.incrementalModify(({ handover: _, ...current }) => ({
      ...current,
      mode,
      status,
      ...(handover ? { handover: { ...handover } } : {}),
      updatedAt: Math.max(current.updatedAt + 1, Date.now()),
    }));
  };

  return {
    switchMode: () => {
      const next = mode === 'human' ? 'agent' : 'human';
      const words = t(next === 'human' ? 'inbox.mode.taken' : 'inbox.mode.handedBack');
      return change(words, () => setMode(workspace, id, next), restore);
    },
    switchStatus: () => {
      const next = status === 'open' ? 'closed' : 'open';
      const words = t(next === 'open' ? 'inbox.reopened' : 'inbox.closed');
      return change(words, () => setStatus(workspace, id, next), restore);
    },
  };
};
