import { may } from '@inbetwin/shared/contracts/rights.ts';
import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import { editContact } from '@inbetwin/shared/leads/change-contact.ts';
import { changeContact, type ContactField as Field } from '@inbetwin/shared/leads/contact-field.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { reportFailure } from '../../base/report-failure.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { roleOf, useSession } from '../../session/session.ts';
import { useWorkspace } from '../../workspace/live/use-live.ts';
import { TextDetail } from '../forms/text-detail.tsx';
import { useNamesakeWarning } from './use-namesake-warning.ts';

/** The field to show, with its value as children. */
export type ContactFieldProps = { readonly contact: Contact; readonly field: Field; readonly children: ReactNode };

/**
 * A field of a contact that can be edited in place; saving warns about another customer with the same phone or email. It is a separate
 * chunk, together with the parser of phone numbers.
 */
export const ContactField = ({ contact, field, children }: ContactFieldProps) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const workspace = useWorkspace();
  const role = roleOf(useSession());
  const warnOfNamesake = useNamesakeWarning();
  return (
    <TextDetail
      collection="contacts"
      document={contact}
      path={`/${field}`}
      label={t(`contacts.${field}`)}
      mayEdit={role !== undefined && may(role, 'contacts', 'change')}
      read={(shown) => shown[field] ?? ''}
      change={(shown, text) => {
        const changed = changeContact(shown, { field, text, language });
        return typeof changed === 'string' ? t(`contacts.edit.${changed}`) : changed;
      }}
      putBack={(before, current) => putFieldBack(before, field, current)}
      write={(...edits) => editContact(workspace, ...edits)}
      onSaved={() => {
        if (field === 'phone' || field === 'email') warnOfNamesake(contact.id).catch(reportFailure);
      }}
    >
      {children}
    </TextDetail>
  );
};

/** `current` with this field as it was before; other fields may have changed in the meantime. */
const putFieldBack = (before: Contact, field: Field, current: Contact): Contact => {
  if (field === 'name') return { ...current, name: before.name };
  const { [field]: _, ...others } = current;
  const value = before[field];
  return value === undefined ? others : { ...others, [field]: value };
};
