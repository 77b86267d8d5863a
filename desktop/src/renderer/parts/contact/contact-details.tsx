import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import type { ContactField as FieldName } from '@inbetwin/shared/leads/contact-field.ts';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyPart } from '../../base/load-part.ts';
import { formatDate } from '../../i18n/format.ts';
import { formatPhone } from '../../i18n/format-phone.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { ChannelMark } from '../../ui/channel-mark.tsx';
import { Detail } from '../../ui/layout/section.tsx';
import { LastEdit } from '../conflicts/last-edit.tsx';
import { RecordConflicts } from '../conflicts/record-conflicts.tsx';
import { SyncedDetail } from '../conflicts/synced-detail.tsx';

const SHORT = 12;

/** The @handle, otherwise the platform's id, shortened if it is long. */
const ExternalId = ({ handle, externalId }: Contact['identities'][number]) => {
  if (handle) return `@${handle.replace(/^@/, '')}`;
  const shown = externalId.length > SHORT ? `…${externalId.slice(-4)}` : externalId;
  return (
    <span className="text-muted" title={externalId}>
      {shown}
    </span>
  );
};

const contactFields = ['name', 'phone', 'email', 'company'] as const satisfies readonly FieldName[];
const shownFields = [...contactFields, 'language'] as const;

/** A group chat has no phone number, email, or company to enter; existing values are still shown. */
const fieldsOf = (contact: Contact): readonly (typeof contactFields)[number][] =>
  contact.kind === 'group' ? contactFields.filter((field) => field === 'name' || contact[field]) : contactFields;

const Value = ({ contact, field }: { readonly contact: Contact; readonly field: FieldName }) => {
  const { t } = useTranslation();
  const value = contact[field];
  if (!value) return <span className="text-faint">{t('leads.field.unknown')}</span>;
  if (field === 'phone') {
    return (
      <a
        href={`tel:${value.replaceAll(/[^\d+]/g, '')}`}
        className="numbers whitespace-nowrap text-accent hover:underline"
      >
        {formatPhone(value)}
      </a>
    );
  }
  if (field === 'email') {
    return (
      <a href={`mailto:${value}`} className="text-accent hover:underline">
        {value}
      </a>
    );
  }
  return value;
};

const ContactField = lazyPart(() => import('./contact-field.tsx'), 'ContactField');

type ContactDetailProps = { readonly contact: Contact; readonly field: FieldName };

/** Shown immediately, and editable once the chunk with the form is loaded. */
const ContactDetail = ({ contact, field }: ContactDetailProps) => {
  const { t } = useTranslation();
  const value = <Value contact={contact} field={field} />;
  const readable = (
    <SyncedDetail collection="contacts" document={contact} path={`/${field}`} label={t(`contacts.${field}`)}>
      {value}
    </SyncedDetail>
  );
  return (
    <Suspense fallback={readable}>
      <ContactField contact={contact} field={field}>
        {value}
      </ContactField>
    </Suspense>
  );
};

/** The customer's contact data and channel identities. */
export const ContactDetails = ({ contact }: { readonly contact: Contact }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const own = { collection: 'contacts', document: contact } as const;
  return (
    <LastEdit {...own}>
      <RecordConflicts {...own} marked={shownFields.map((field) => `/${field}`)} />
      <dl>
        {contact.identities.map((identity) => (
          <Detail
            key={`${identity.channel}:${identity.account}:${identity.externalId}`}
            label={<ChannelMark channel={identity.channel} named />}
          >
            <ExternalId {...identity} />
          </Detail>
        ))}
        {fieldsOf(contact).map((field) => (
          <ContactDetail key={field} contact={contact} field={field} />
        ))}
        {contact.language && (
          <SyncedDetail {...own} path="/language" label={t('contacts.language')}>
            {t(`language.${contact.language}`)}
          </SyncedDetail>
        )}
        <Detail label={t('contacts.sinceLabel')}>{formatDate(contact.createdAt, language)}</Detail>
      </dl>
    </LastEdit>
  );
};
