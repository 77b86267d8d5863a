import type { Work } from '@inbetwin/shared/entities/work.ts';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../base/report-failure.ts';
import { settleWork } from '../../database/documents/edit-document.ts';
import { type Decision, decideApproval } from '../../parts/approvals/decide.ts';
import { useSession } from '../../session/session.ts';
import { askToPersist } from '../../storage/persistence.ts';
import { useWorkspace } from '../../workspace/live/use-live.ts';
import { useSyncState } from '../../workspace/live/use-sync-state.ts';

type Deciding = {
  /** Decides and ends the drafts that the decision was made from. Resolves to whether the request was still pending. */
  readonly decide: (approval: Work, decision: Decision, drafts?: readonly string[]) => Promise<boolean>;
  /** Undoes a decision that has not been sent yet. */
  readonly takeBack: (approval: Pick<Work, 'id'>) => Promise<void>;
};

/** A person's decision: effective immediately on this device, and sent to the agent. */
export const useDecision = (): Deciding => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const { status } = useSyncState('status');
  const { user } = useSession();

  const takeBack = async ({ id }: Pick<Work, 'id'>): Promise<void> => {
    try {
      await workspace.refused.discard({ collection: 'work', id });
      toast(t('approvals.takenBack'));
    } catch (error) {
      reportFailure(error);
    }
  };

  const decide: Deciding['decide'] = async ({ id }, decision, drafts = []) => {
    if (!user) return false;
    try {
      const isDecided = await settleWork(workspace, id, {
        next: (open) => decideApproval(open, decision, { userId: user.id, now: Date.now() }),
        drafts,
      });
      if (!isDecided) {
        toast(t('approvals.late'));
        return false;
      }
      const words = t(decision.state === 'refused' ? 'approvals.done.refused' : doneWord(decision));
      // A decision that was sent cannot be undone, because the agent continues immediately.
      const undo = { label: t('action.undo'), onClick: () => void takeBack({ id }) };
      toast(words, status === 'online' ? {} : { description: t('approvals.done.later'), action: undo });
      void askToPersist();
      return true;
    } catch (error) {
      reportFailure(error);
      return false;
    }
  };

  return { decide, takeBack };
};

const doneWord = ({ changed }: Extract<Decision, { state: 'approved' }>) =>
  changed === undefined ? ('approvals.done.approved' as const) : ('approvals.done.changed' as const);
