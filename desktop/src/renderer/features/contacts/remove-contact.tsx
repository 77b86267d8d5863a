import { may } from '@inbetwin/shared/contracts/rights.ts';
import { useNavigate } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../app/report-failure.ts';
import { type ContactWithLeads, removeContact, restoreContact } from '../../database/change-contact.ts';
import { useWorkspace } from '../../database/use-live.ts';
import { roleOf, useSession } from '../../session/session.ts';
import { IconButton } from '../../ui/icon-button.tsx';

/** Only who was entered by hand can be removed: a channel's customer comes back with the next message. */
export const RemoveContact = ({ shown }: { readonly shown: ContactWithLeads }) => {
  const { contact, leads } = shown;
  const { t } = useTranslation();
  const role = roleOf(useSession());
  const workspace = useWorkspace();
  const navigate = useNavigate();
  if (contact.identities.length > 0 || role === undefined || !may(role, 'contacts', 'delete')) return null;
  const remove = async (): Promise<void> => {
    await removeContact(workspace, shown);
    await navigate({ to: '/leads' });
    toast(t('contacts.removed', { name: contact.name || t('contacts.unnamed'), count: leads.length }), {
      duration: 10_000,
      action: {
        label: t('action.undo'),
        onClick: () => void restoreContact(workspace, shown).catch(reportFailure),
      },
    });
  };
  return <IconButton icon={Trash2} label={t('contacts.remove')} onClick={() => void remove().catch(reportFailure)} />;
};
