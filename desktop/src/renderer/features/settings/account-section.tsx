import { LogOut } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { Detail, Section } from '../../ui/section.tsx';

export const AccountSection = () => {
  const { t } = useTranslation();
  const { user, team, signOut } = useSession();
  if (!user || !team) return null;
  return (
    <Section title={t('settings.section.account')}>
      <dl>
        <Detail label={t('settings.account.name')}>{user.name}</Detail>
        <Detail label={t('settings.account.email')}>{user.email}</Detail>
        <Detail label={t('settings.account.team')}>
          {team.name} <span className="text-muted">· {t(`settings.account.role.${team.role}`)}</span>
        </Detail>
      </dl>
      <p className="text-muted">{t('settings.account.signOutHint')}</p>
      <Button className="self-start" onClick={() => void signOut()}>
        <LogOut size={16} aria-hidden />
        {t('settings.account.signOut')}
      </Button>
    </Section>
  );
};
