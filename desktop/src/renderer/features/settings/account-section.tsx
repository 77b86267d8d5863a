import { LogOut } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { overlay } from '../../base/overlay.ts';
import { useSignOut } from '../../parts/device/use-sign-out.ts';
import { JoinButton } from '../../parts/sync/needs-server.tsx';
import { useSession } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { Detail, Section } from '../../ui/layout/section.tsx';

export const AccountSection = () => {
  const { t } = useTranslation();
  const { user, team, isLocal } = useSession();
  const signOut = useSignOut();
  if (!user) return null;
  return (
    <Section title={t('settings.section.account')}>
      <dl>
        <Detail label={t('settings.account.name')}>{user.name}</Detail>
        {user.email !== undefined && <Detail label={t('settings.account.email')}>{user.email}</Detail>}
        {team && (
          <Detail label={t('settings.account.team')}>
            {team.name} <span className="text-muted">· {t(`settings.account.role.${team.role}`)}</span>
          </Detail>
        )}
      </dl>
      <p className="text-muted">{t(isLocal ? 'local.account.hint' : 'settings.account.signOutHint')}</p>
      <div className="flex flex-wrap gap-2">
        {isLocal && <JoinButton look="primary" />}
        <Button onClick={signOut}>
          <LogOut size={16} aria-hidden />
          {t('settings.account.signOut')}
        </Button>
        <Button look="quiet" onClick={() => overlay.show('sign-out-and-remove')}>
          {t('device.signOut.removeAction')}
        </Button>
      </div>
    </Section>
  );
};
