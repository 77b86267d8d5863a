import type { Fact } from '@inbetwin/shared/entities/twin.ts';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../app/report-failure.ts';
import { correctFact, forbidFact, putFactBack } from '../../database/actions.ts';
import { useWorkspace } from '../../database/use-live.ts';

/** A person's word over the machine's, with a way back. */
export const useFactActions = (contactId: string, fact: Fact) => {
  const { t } = useTranslation();
  const workspace = useWorkspace();

  const restore = (): Promise<void> => putFactBack(workspace, contactId, fact);

  const change = async (words: string, apply: () => Promise<void>): Promise<void> => {
    try {
      await apply();
      toast(words, { action: { label: t('action.undo'), onClick: () => void restore().catch(reportFailure) } });
    } catch (error) {
      reportFailure(error);
    }
  };

  return {
    correct: (value: string) =>
      change(t('contacts.twin.saved'), () => correctFact(workspace, contactId, { id: fact.id, value })),
    forbid: () => change(t('contacts.twin.wasForbidden'), () => forbidFact(workspace, contactId, fact.id)),
  };
};
