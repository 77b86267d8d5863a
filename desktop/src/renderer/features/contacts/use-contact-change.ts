import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../app/report-failure.ts';
import { setContactFields } from '../../database/change-contact.ts';
import { useWorkspace } from '../../database/use-live.ts';
import { type ContactField, changeContact } from './contact-change.ts';
import { useNamesakeWarning } from './use-namesake-warning.ts';

/** Changes one field at once, with a way back, and warns of another customer who has the same phone or address. */
export const useContactChange = (contact: Contact): ((field: ContactField, typed: string) => Promise<void>) => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const warnOfNamesake = useNamesakeWarning();
  const set = (change: (current: Contact) => Contact) => setContactFields(workspace, contact.id, change);
  return async (field, typed) => {
    try {
      await set((current) => {
        const next = changeContact(current, field, typed);
        return typeof next === 'string' ? current : next;
      });
      toast(t('contacts.edit.saved'), {
        action: { label: t('action.undo'), onClick: () => void set(putBack(contact, field)).catch(reportFailure) },
      });
      if (field === 'phone' || field === 'email') await warnOfNamesake(contact.id);
    } catch (error) {
      reportFailure(error);
    }
  };
};

const putBack =
  (before: Contact, field: ContactField) =>
  ({ [field]: _, ...others }: Contact): Contact =>
    ({ ...others, ...(before[field] !== undefined && { [field]: before[field] }) }) as Contact;
