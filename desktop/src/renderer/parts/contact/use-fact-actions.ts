import type { Fact, Twin } from '@inbetwin/shared/entities/twin.ts';
import type { Edits } from '@inbetwin/shared/ports/collection.ts';
import { editTwin, forbidFact, putFactBack, withCorrectedFact } from '@inbetwin/shared/twins/change-facts.ts';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../base/report-failure.ts';
import { useWorkspace } from '../../workspace/live/use-live.ts';
import type { Form } from '../forms/use-form.ts';

/** The form of a fact; its changes are based on the twin as it was shown. */
type FactForm = Pick<Form<Twin, { readonly text: string }>, 'save' | 'isChanged'>;

/** Actions with which a person corrects or forbids facts; each can be undone. */
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
    /** Saving the same value confirms the fact. Resolves to whether it was saved. */
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
