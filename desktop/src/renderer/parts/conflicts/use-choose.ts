import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../base/report-failure.ts';
import { useWorkspace } from '../../workspace/live/use-live.ts';
import { type ChoicePlace, makeChoice } from './make-choice.ts';
import { useFieldWords } from './use-field-words.ts';

/** Returns a function that makes a person's choice at a field and offers to undo it. Without `conflictId`, the current value stays. */
export const useChoose = (): ((place: ChoicePlace, conflictId?: string) => Promise<void>) => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const { label } = useFieldWords();

  return async (place, conflictId) => {
    const { path } = place;
    const field = label(place);
    try {
      const undo = await makeChoice(workspace, place, conflictId);
      toast(t(`sync.choice.${outcomeOf(path, conflictId)}`, { field }), {
        action: { label: t('action.undo'), onClick: () => void undo().catch(reportFailure) },
      });
    } catch (error) {
      reportFailure(error);
    }
  };
};

const outcomeOf = (path: string, conflictId: string | undefined) => {
  if (path === '') return conflictId === undefined ? 'recordKept' : 'recordDeleted';
  return conflictId === undefined ? 'kept' : 'taken';
};
