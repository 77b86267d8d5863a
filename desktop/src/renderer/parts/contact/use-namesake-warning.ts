import { suggestSamePerson } from '@inbetwin/shared/leads/same-person.ts';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { useWorkspace } from '../../workspace/live/use-live.ts';

/** Warns of another customer with the same phone number or email, and suggests on both cards that they are one person. */
export const useNamesakeWarning = (): ((contactId: string) => Promise<void>) => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const navigate = useNavigate();
  return async (contactId) => {
    const [other] = await suggestSamePerson(workspace.documents, contactId);
    if (!other) return;
    toast.warning(t('contacts.edit.twice', { name: other.name || t('contacts.unnamed') }), {
      duration: 12_000,
      action: {
        label: t('contacts.open'),
        onClick: () => void navigate({ to: '/contacts/$contactId', params: { contactId: other.id } }),
      },
    });
  };
};
