import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../app/report-failure.ts';
import { editLead } from '../../database/actions.ts';
import type { Edits } from '../../database/edit-document.ts';
import { useWorkspace } from '../../database/use-live.ts';
import type { Form } from '../../forms/use-form.ts';
import type { LeadField } from './lead-change.ts';

type LeadForm = Pick<Form<Lead, { readonly text: string }>, 'save'>;

/** Saves one field at once, with a way back to `before`. Resolves with whether it is saved. */
export const useLeadChange = (): ((form: LeadForm, before: Lead, field: LeadField) => Promise<boolean>) => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const write = async (before: Lead, field: LeadField, edits: Edits<Lead>): Promise<Lead> => {
    const saved = await editLead(workspace, ...edits);
    const undo = () => editLead(workspace, { shown: saved, next: putBack(before, field) });
    toast(t('leads.edit.saved'), {
      action: { label: t('action.undo'), onClick: () => void undo().catch(reportFailure) },
    });
    return saved;
  };
  return async (form, before, field) => {
    try {
      await form.save((...edits) => write(before, field, edits));
      return true;
    } catch (error) {
      reportFailure(error);
      return false;
    }
  };
};

/** That field alone: the others may have changed meanwhile. */
const putBack =
  (before: Lead, field: LeadField) =>
  (current: Lead): Lead => {
    if (field === 'title') return { ...current, title: before.title };
    if (field === 'amount') {
      const { amount: _, currency: __, ...others } = current;
      const { amount, currency } = before;
      return { ...others, ...(amount !== undefined && { amount }), ...(currency !== undefined && { currency }) };
    }
    const { [field]: _, ...others } = current.bant;
    const value = before.bant[field];
    return { ...current, bant: value === undefined ? others : { ...others, [field]: value } };
  };
