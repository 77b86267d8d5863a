import { may } from '@inbetwin/shared/contracts/rights.ts';
import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import { useTranslation } from 'react-i18next';
import { formatDate } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { roleOf, useSession } from '../../session/session.ts';
import { ChannelMark } from '../../ui/channel-mark.tsx';
import { Editable } from '../../ui/editable.tsx';
import { Detail } from '../../ui/section.tsx';
import { LastEdit } from '../sync/last-edit.tsx';
import { RecordConflicts } from '../sync/record-conflicts.tsx';
import { SyncedDetail } from '../sync/synced-detail.tsx';
import { type ContactField, changeContact, contactFields } from './contact-change.ts';
import { useContactChange } from './use-contact-change.ts';

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

/** How to reach the customer, and where they write from. */
export const ContactDetails = ({ contact }: { readonly contact: Contact }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const role = roleOf(useSession());
  const mayEdit = role !== undefined && may(role, 'contacts', 'change');
  const change = useContactChange(contact);
  const problemOf = (field: ContactField, text: string): string | undefined => {
    const next = text === (contact[field] ?? '') ? contact : changeContact(contact, field, text);
    return typeof next === 'string' ? t(`contacts.edit.${next}`) : undefined;
  };
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
          <SyncedDetail key={field} {...own} path={`/${field}`} label={t(`contacts.${field}`)}>
            <Editable
              label={t(`contacts.${field}`)}
              action={t('leads.edit.action', { field: t(`contacts.${field}`) })}
              value={contact[field] ?? ''}
              mayEdit={mayEdit}
              problemOf={(text) => problemOf(field, text)}
              onSave={async (text) => {
                if (text !== (contact[field] ?? '')) await change(field, text);
                return true;
              }}
            >
              <Value contact={contact} field={field} />
            </Editable>
          </SyncedDetail>
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
