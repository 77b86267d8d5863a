import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import type { Form } from './use-form.ts';

/** Returns a function that discards the unsaved changes of a form and offers to undo that. */
export const useDiscard = () => {
  const { t } = useTranslation();
  return ({ isChanged, reset }: Pick<Form<never, never>, 'isChanged' | 'reset'>): void => {
    if (!isChanged) return;
    const bringBack = reset();
    toast(t('forms.discarded'), { action: { label: t('action.undo'), onClick: bringBack } });
  };
};
