import { type Invitation, peopleRoutes } from '@inbetwin/shared/contracts/people.ts';
import { Link2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../../base/report-failure.ts';
import { formatDate } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { callServer } from '../../../session/call-server.ts';
import { Button } from '../../../ui/button.tsx';
import { useServerList } from './use-server-list.ts';

/** Invitations that can still be used. */
export const InvitationList = ({ isOnline }: { readonly isOnline: boolean }) => {
  const { t } = useTranslation();
  const { items = [], reload } = useServerList(peopleRoutes.listInvitations, isOnline);
  const revoke = async (id: string): Promise<void> => {
    try {
      await callServer(peopleRoutes.revokeInvitation, { params: { id } });
      toast(t('people.invite.revoked'));
    } catch (error) {
      reportFailure(error);
    } finally {
      reload();
    }
  };
  if (items.length === 0) return null;
  return (
    <div>
      <h3 className="pt-2 text-12 font-medium text-muted">{t('people.invite.open')}</h3>
      <ul>
        {items.map((invitation) => (
          <InvitationRow
            key={invitation.id}
            invitation={invitation}
            isOnline={isOnline}
            onRevoke={() => void revoke(invitation.id)}
          />
        ))}
      </ul>
    </div>
  );
};

type InvitationRowProps = {
  readonly invitation: Invitation;
  readonly isOnline: boolean;
  readonly onRevoke: () => void;
};

const InvitationRow = ({ invitation: { role, email, expiresAt }, isOnline, onRevoke }: InvitationRowProps) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = email ?? t('people.invite.anyone');
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-2 last:border-0">
      <span aria-hidden className="grid size-8 shrink-0 place-items-center rounded-full bg-surface-2 text-muted">
        <Link2 size={16} />
      </span>
      <div className="min-w-40 flex-1">
        <p className="[overflow-wrap:anywhere]">{name}</p>
        <p className="text-12 text-muted">
          {t(`people.role.${role}`)} · {t('people.invite.until', { date: formatDate(expiresAt, language) })}
        </p>
      </div>
      <Button disabled={!isOnline} aria-label={t('people.invite.revokeOne', { name })} onClick={onRevoke}>
        {t('people.invite.revoke')}
      </Button>
    </li>
  );
};
