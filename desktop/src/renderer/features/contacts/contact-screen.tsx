import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import { Link, useParams } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useGoBack } from '../../base/use-go-back.ts';
import { ContactDetails } from '../../parts/contact/contact-details.tsx';
import { SamePerson } from '../../parts/contact/same-person.tsx';
import { TwinFacts } from '../../parts/contact/twin-facts.tsx';
import { LeadFields } from '../../parts/lead/lead-fields.tsx';
import { ScoreCard } from '../../parts/lead/score-card.tsx';
import { OpeningState } from '../../parts/sync/opening-state.tsx';
import { useOpening } from '../../parts/sync/use-opening.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button, buttonClass } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Screen } from '../../ui/layout/screen.tsx';
import { Section } from '../../ui/layout/section.tsx';
import { useDocument } from '../../workspace/live/use-documents.ts';
import { useLive } from '../../workspace/live/use-live.ts';
import { ContactConversations } from './contact-conversations.tsx';
import { RemoveContact } from './remove-contact.tsx';

/** The customer profile. */
export const ContactScreen = () => {
  const { contactId } = useParams({ from: '/contacts/$contactId' });
  const contact = useDocument('contacts', contactId);
  if (contact === undefined) return <div className="h-full bg-surface" />;
  return contact === null ? (
    <MissingContact key={contactId} id={contactId} />
  ) : (
    <ContactPage key={contact.id} contact={contact} />
  );
};

const ContactPage = ({ contact }: { readonly contact: Contact }) => {
  const { t } = useTranslation();
  const goBack = useGoBack('/leads');
  const isGroup = contact.kind === 'group';
  const twin = useDocument('twins', contact.id);
  const leads = useLive(
    ({ collections }) => collections.leads.find({ selector: { contactId: contact.id }, sort: [{ updatedAt: 'asc' }] }),
    [contact.id],
  );
  return (
    <div className="h-full overflow-y-auto bg-surface">
      <header className="sticky top-0 z-10 flex min-h-14 items-center gap-3 border-b border-line bg-surface px-4 py-2 max-panes:px-2">
        <IconButton icon={ArrowLeft} label={t('action.back')} onClick={goBack} />
        <Avatar name={contact.name} />
        <div className="min-w-0 flex-1">
          <h1 className="line-clamp-2 text-16 font-semibold [overflow-wrap:anywhere]">
            {contact.name || t('contacts.unnamed')}
          </h1>
          {isGroup && <p className="truncate text-muted">{t('contacts.kind.group')}</p>}
          {contact.company && <p className="truncate text-muted">{contact.company}</p>}
        </div>
        {leads && <RemoveContact shown={{ contact, leads }} />}
      </header>
      <OlderOnServer contactId={contact.id} />
      <div className="mx-auto grid max-w-5xl gap-x-12 gap-y-8 p-6 max-panes:p-4 wide:grid-cols-[minmax(0,1fr)_320px]">
        <div className="flex min-w-0 flex-col gap-8">
          <ContactConversations contactId={contact.id} />
          {isGroup ? (
            <p className="text-muted">{t('contacts.groupHint')}</p>
          ) : (
            <Section title={t('contacts.twin.title')}>
              <p className="pb-2 text-muted">{t('contacts.twin.hint')}</p>
              <TwinFacts twin={twin} />
            </Section>
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-8">
          <Section title={t('contacts.title')}>
            <ContactDetails contact={contact} />
          </Section>
          <SamePerson contact={contact} />
          {(isGroup ? [] : leads?.toReversed())?.map((lead) => (
            <Section key={lead.id} title={t('leads.field.title')}>
              <ScoreCard score={lead.score} reasons={lead.scoreReasons} />
              <LeadFields lead={lead} />
            </Section>
          ))}
        </div>
      </div>
    </div>
  );
};

const MissingContact = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const opening = useOpening('contacts', id);
  return (
    <Screen title={t('contacts.title')}>
      <OpeningState {...opening} missing={t('contacts.missing')}>
        <Link to="/leads" className={buttonClass('primary')}>
          {t('nav.leads')}
        </Link>
      </OpeningState>
    </Screen>
  );
};

/** A customer may be here because of one conversation, and the others on the server. */
const OlderOnServer = ({ contactId }: { readonly contactId: string }) => {
  const { t } = useTranslation();
  const { opening, retry } = useOpening('contacts', contactId);
  if (opening !== 'offline' && opening !== 'failed') return null;
  return (
    <p role="status" className="flex flex-wrap items-center gap-2 border-b border-line px-6 py-2 text-muted">
      {t(`contacts.older.${opening}`)}
      {opening === 'failed' && (
        <Button look="quiet" onClick={retry}>
          {t('action.retry')}
        </Button>
      )}
    </p>
  );
};
