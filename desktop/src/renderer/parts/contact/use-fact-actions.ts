import type { Fact, Twin } from '@inbetwin/shared/entities/twin.ts';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../base/report-failure.ts';
import { editTwin, forbidFact, putFactBack, withCorrectedFact } from '../../workspace/acts/actions.ts';
import type { Edits } from '../../workspace/acts/edit-document.ts';
import { useWorkspace } from '../../workspace/live/use-live.ts';
import type { Form } from '../forms/use-form.ts';

/** A person's word over the machine's, with a way back. The twin is as it was shown when they began. */
type FactForm = Pick<Form<Twin, { readonly text: string }>, 'save' | 'isChanged'>;

/** A person's word over the machine's, with a way back. */
export const useFactActions = () => {
  const { t } = useTranslation();
  const workspace = useWorkspace();

  const tell = (words: string, changed: Twin, before: Fact): void => {
    const undo = () => putFactBack(workspace, changed, before);
    toast(words, { action: { label: t('action.undo'), onClick: () => void undo().catch(reportFailure) } });
  };
  const write = async (before: Fact, edits: Edits<Twin>): Promise<Twin> => {
    const changed = await editTwin(workspace, ...edits);
    tell(t('contacts.twin.saved'), changed, before);
    return changed;
  };

  return {
    /** The same value again confirms the fact. Resolves with whether it is saved. */
    correct: async (form: FactForm, shown: Twin, fact: Fact): Promise<boolean> => {
      const confirm = { shown, next: (twin: Twin) => withCorrectedFact(twin, { id: fact.id, value: fact.value }) };
      try {
        if (form.isChanged) await form.save((...edits) => write(fact, edits));
        else await write(fact, [confirm]);
        return true;
      } catch (error) {
        reportFailure(error);
        return false;
      }
    },
    forbid: async (shown: Twin, fact: Fact): Promise<void> => {
      try {
        tell(t('contacts.twin.wasForbidden'), await forbidFact(workspace, shown, fact.id), fact);
      } catch (error) {
        reportFailure(error);
      }
    },
  };
};
