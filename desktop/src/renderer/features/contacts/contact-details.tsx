import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import { useTranslation } from 'react-i18next';
import { formatDate } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { ChannelMark } from '../../ui/channel-mark.tsx';
import { Detail } from '../../ui/section.tsx';
import { LastEdit } from '../sync/last-edit.tsx';
import { RecordConflicts } from '../sync/record-conflicts.tsx';
import { SyncedDetail } from '../sync/synced-detail.tsx';

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

const shownFields = ['phone', 'email', 'company', 'language'] as const;

/** How to reach the customer, and where they write from. */
export const ContactDetails = ({ contact }: { readonly contact: Contact }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const own = { collection: 'contacts', document: contact } as const;
  return (
    <LastEdit {...own}>
      <RecordConflicts {...own} marked={shownFields.filter((field) => contact[field]).map((field) => `/${field}`)} />
      <dl>
        {contact.identities.map((identity) => (
          <Detail
            key={`${identity.channel}:${identity.account}:${identity.externalId}`}
            label={<ChannelMark channel={identity.channel} named />}
          >
            <ExternalId {...identity} />
          </Detail>
        ))}
        {contact.phone && (
          <SyncedDetail {...own} path="/phone" label={t('contacts.phone')}>
            <a href={`tel:${contact.phone.replaceAll(/[^\d+]/g, '')}`} className="numbers text-accent hover:underline">
              {contact.phone}
            </a>
          </SyncedDetail>
        )}
        {contact.email && (
          <SyncedDetail {...own} path="/email" label={t('contacts.email')}>
            <a href={`mailto:${contact.email}`} className="text-accent hover:underline">
              {contact.email}
            </a>
          </SyncedDetail>
        )}
        {contact.company && (
          <SyncedDetail {...own} path="/company" label={t('contacts.company')}>
            {contact.company}
          </SyncedDetail>
        )}
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
