import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { Link } from '@tanstack/react-router';
import { ArrowUpRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ContactDetails } from '../../parts/contact/contact-details.tsx';
import { SamePerson } from '../../parts/contact/same-person.tsx';
import { TwinFacts } from '../../parts/contact/twin-facts.tsx';
import { LeadFields } from '../../parts/lead/lead-fields.tsx';
import { ScoreCard } from '../../parts/lead/score-card.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { Section } from '../../ui/layout/section.tsx';
import { useDocument } from '../../workspace/live/use-documents.ts';

type ContextPaneProps = {
  readonly conversation: Conversation;
  /** Called when a link leads back to the conversation, so that a drawer can close. */
  readonly onJump?: () => void;
};

/** The customer, their deal, and the next steps, next to the conversation. */
export const ContextPane = ({ conversation, onJump }: ContextPaneProps) => {
  const { t } = useTranslation();
  const contact = useDocument('contacts', conversation.contactId);
  const lead = useDocument('leads', conversation.leadId);
  const twin = useDocument('twins', conversation.contactId);
  if (contact === null) return <p className="p-4 text-muted">{t('contacts.deletedHint')}</p>;
  if (!contact) return null;
  const isGroup = contact.kind === 'group';
  return (
    // Keyed by customer, so that no open editor survives a change of customer.
    <div key={contact.id} className="flex flex-col gap-6 p-4">
      <div className="flex items-center gap-3">
        <Avatar name={contact.name} />
        <div className="min-w-0 flex-1">
          <p className="line-clamp-3 font-semibold [overflow-wrap:anywhere]">{contact.name || t('contacts.unnamed')}</p>
          <Link
            to="/contacts/$contactId"
            params={{ contactId: contact.id }}
            className="inline-flex items-center gap-1 text-12 text-accent hover:underline"
          >
            {t('contacts.open')}
            <ArrowUpRight size={12} aria-hidden />
          </Link>
        </div>
      </div>
      <ContactDetails contact={contact} />
      <SamePerson contact={contact} />
      {isGroup && <p className="text-muted">{t('contacts.groupHint')}</p>}
      {lead && !isGroup && (
        <Section title={t('leads.field.title')}>
          <ScoreCard score={lead.score} reasons={lead.scoreReasons} limit={3} />
          <LeadFields key={lead.id} lead={lead} />
        </Section>
      )}
      {!isGroup && (
        <Section title={t('contacts.twin.title')}>
          <TwinFacts twin={twin} {...(onJump ? { onJump } : {})} />
        </Section>
      )}
    </div>
  );
};
