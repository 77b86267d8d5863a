import { peopleRoutes } from '@inbetwin/shared/contracts/people.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reportFailure } from '../../../base/report-failure.ts';
import { session, useSession } from '../../../session/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Section } from '../../../ui/layout/section.tsx';
import { useSyncState } from '../../../workspace/live/use-sync-state.ts';
import { SettingRow } from '../setting-row.tsx';
import { useServerList } from './use-server-list.ts';

/** The teams of a person who has several; each has a workspace of its own on this device. */
export const YourTeams = () => {
  const { t } = useTranslation();
  const { team } = useSession();
  const { status } = useSyncState('status');
  const isOnline = status === 'online';
  const { items = [] } = useServerList(peopleRoutes.listTeams, isOnline);
  const [isWorking, setIsWorking] = useState(false);
  const go = async (id: string): Promise<void> => {
    setIsWorking(true);
    await session.switchTeam(id).catch(reportFailure);
    setIsWorking(false);
  };
  if (items.length < 2) return null;
  return (
    <Section title={t('people.teams.title')}>
      {items.map(({ id, name, role }) => (
        <SettingRow key={id} label={name} hint={t(`people.role.${role}`)}>
          {id === team?.id ? (
            <span className="text-13 text-muted">{t('people.teams.current')}</span>
          ) : (
            <Button
              disabled={isWorking || !isOnline}
              aria-label={t('people.teams.goTo', { name })}
              onClick={() => void go(id)}
            >
              {t('people.teams.go')}
            </Button>
          )}
        </SettingRow>
      ))}
    </Section>
  );
};
