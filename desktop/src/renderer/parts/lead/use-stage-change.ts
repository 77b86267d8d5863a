import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import { setLeadStage } from '@inbetwin/shared/leads/change-lead.ts';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../base/report-failure.ts';
import { useWorkspace } from '../../workspace/live/use-live.ts';

/** Returns a function that moves the lead to a stage and offers to undo that. */
export const useStageChange = (lead: Lead): ((stage: Lead['stage']) => Promise<void>) => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  return async (stage) => {
    try {
      const moved = await setLeadStage(workspace, lead, stage);
      const undo = () => setLeadStage(workspace, moved, lead.stage);
      toast(t('leads.stageChanged', { stage: t(`leads.stage.${stage}`) }), {
        action: { label: t('action.undo'), onClick: () => void undo().catch(reportFailure) },
      });
    } catch (error) {
      reportFailure(error);
    }
  };
};
