import { may } from '@inbetwin/shared/contracts/rights.ts';
import { type ContactWithLeads, removeContact, restoreContact } from '@inbetwin/shared/leads/change-contact.ts';
import { useNavigate } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../base/report-failure.ts';
import { roleOf, useSession } from '../../session/session.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { useWorkspace } from '../../workspace/live/use-live.ts';

/** A button that removes a customer with everything known about them and explains the effect on conversations; it can be undone. */
export const RemoveContact = ({ shown }: { readonly shown: ContactWithLeads }) => {
  const { contact, leads } = shown;
  const { t } = useTranslation();
  const role = roleOf(useSession());
  const workspace = useWorkspace();
  const navigate = useNavigate();
  if (role === undefined || !may(role, 'contacts', 'delete')) return null;
  const remove = async (): Promise<void> => {
    const { isRemoved, removed } = await removeContact(workspace, shown);
    const name = contact.name || t('contacts.unnamed');
    if (isRemoved) await navigate({ to: '/leads' });
    toast(isRemoved ? t('contacts.removed', { name, count: leads.length }) : t('contacts.stays', { name }), {
      duration: 10_000,
      ...(isRemoved && contact.identities.length > 0 && { description: t('contacts.removedConversations') }),
      action: {
        label: t('action.undo'),
        onClick: () => void restoreContact(workspace, removed).catch(reportFailure),
      },
    });
  };
  return <IconButton icon={Trash2} label={t('contacts.remove')} onClick={() => void remove().catch(reportFailure)} />;
};
