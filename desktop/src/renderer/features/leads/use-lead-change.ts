import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../app/report-failure.ts';
import { setLeadFields } from '../../database/actions.ts';
import { useWorkspace } from '../../database/use-live.ts';
import { changeLead, type LeadField } from './lead-change.ts';

/** Changes one field at once, with a way back. What does not fit, which the form has told of, changes nothing. */
export const useLeadChange = (lead: Lead): ((field: LeadField, typed: string) => Promise<void>) => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const set = (change: (current: Lead) => Lead) => setLeadFields(workspace, lead.id, change);
  return async (field, typed) => {
    try {
      await set((current) => {
        const next = changeLead(current, field, typed);
        return typeof next === 'string' ? current : next;
      });
      toast(t('leads.edit.saved'), {
        action: { label: t('action.undo'), onClick: () => void set(putBack(lead, field)).catch(reportFailure) },
      });
    } catch (error) {
      reportFailure(error);
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
