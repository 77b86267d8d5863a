import type { Source } from '@inbetwin/shared/entities/source.ts';
import { removeSource } from '@inbetwin/shared/knowledge/remove-source.ts';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../base/report-failure.ts';
import { useWorkspace } from '../../workspace/live/use-live.ts';
import { removals } from './removals.ts';

export const useRemoveSource = (): ((source: Source) => void) => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  return (source) => {
    removals.begin(source.id, () => removeSource(workspace.documents, source).catch(reportFailure));
    toast(t('knowledge.removed', { name: source.title }), {
      action: { label: t('action.undo'), onClick: () => removals.undo(source.id) },
    });
  };
};
