import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import { useTranslation } from 'react-i18next';
import { formatDate } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { ChannelMark } from '../../ui/channel-mark.tsx';
import { Detail } from '../../ui/section.tsx';

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

/** How to reach the customer, and where they write from. */
export const ContactDetails = ({ contact }: { readonly contact: Contact }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
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
        <Detail label={t('contacts.phone')}>
          <a href={`tel:${contact.phone.replaceAll(/[^\d+]/g, '')}`} className="numbers text-accent hover:underline">
            {contact.phone}
          </a>
        </Detail>
      )}
      {contact.email && (
        <Detail label={t('contacts.email')}>
          <a href={`mailto:${contact.email}`} className="text-accent hover:underline">
            {contact.email}
          </a>
        </Detail>
      )}
      {contact.company && <Detail label={t('contacts.company')}>{contact.company}</Detail>}
      {contact.language && <Detail label={t('contacts.language')}>{t(`language.${contact.language}`)}</Detail>}
      <Detail label={t('contacts.sinceLabel')}>{formatDate(contact.createdAt, language)}</Detail>
    </dl>
  );
};
