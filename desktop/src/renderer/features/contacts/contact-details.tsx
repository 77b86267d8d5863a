import { may } from '@inbetwin/shared/contracts/rights.ts';
import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import { useTranslation } from 'react-i18next';
import { reportFailure } from '../../app/report-failure.ts';
import { editContact } from '../../database/change-contact.ts';
import { useWorkspace } from '../../database/use-live.ts';
import { TextDetail } from '../../forms/text-detail.tsx';
import { formatDate } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { roleOf, useSession } from '../../session/session.ts';
import { ChannelMark } from '../../ui/channel-mark.tsx';
import { Detail } from '../../ui/section.tsx';
import { LastEdit } from '../sync/last-edit.tsx';
import { RecordConflicts } from '../sync/record-conflicts.tsx';
import { SyncedDetail } from '../sync/synced-detail.tsx';
import { type ContactField, changeContact, contactFields, putContactFieldBack } from './contact-change.ts';
import { useNamesakeWarning } from './use-namesake-warning.ts';

const SHORT = 12;

/** The @name, or the platform's own id: a long one is cut, for nobody reads it out. */
const ExternalId = ({ handle, externalId }: Contact['identities'][number]) => {
  if (handle) return `@${handle.replace(/^@/, '')}`;
  const shown = externalId.length > SHORT ? `…${externalId.slice(-4)}` : externalId;
  return (
    <span className="text-muted" title={externalId}>
      {shown}
    </span>
  );
};

const shownFields = [...contactFields, 'language'] as const;

const Value = ({ contact, field }: { readonly contact: Contact; readonly field: ContactField }) => {
  const { t } = useTranslation();
  const value = contact[field];
  if (!value) return <span className="text-faint">{t('leads.field.unknown')}</span>;
  if (field === 'phone') {
    return (
      <a href={`tel:${value.replaceAll(/[^\d+]/g, '')}`} className="numbers text-accent hover:underline">
        {value}
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

type ContactDetailProps = { readonly contact: Contact; readonly field: ContactField };

/** Warns of another customer who has the same phone or address. */
const ContactDetail = ({ contact, field }: ContactDetailProps) => {
  const { t } = useTranslation();
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
        const changed = changeContact(shown, field, text);
        return typeof changed === 'string' ? t(`contacts.edit.${changed}`) : changed;
      }}
      putBack={(before, current) => putContactFieldBack(before, field, current)}
      write={(...edits) => editContact(workspace, ...edits)}
      onSaved={() => {
        if (field === 'phone' || field === 'email') warnOfNamesake(contact.id).catch(reportFailure);
      }}
    >
      <Value contact={contact} field={field} />
    </TextDetail>
  );
};

/** How to reach the customer, and where they write from. */
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
        {contactFields.map((field) => (
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
