import { useLocation } from '@tanstack/react-router';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../session/session.ts';
import { Screen } from '../../ui/layout/screen.tsx';
import { Scroller } from '../../ui/layout/scroller.tsx';
import { AccountSection } from './account-section.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { ChannelsSection } from './channels/channels-section.tsx';
import { DemoSection } from './demo-section.tsx';
import { ModelSection } from './model-section.tsx';
import { NotificationsSection } from './notifications-section.tsx';
import { DeviceSessions } from './people/device-sessions.tsx';
import { PeopleSection } from './people/people-section.tsx';
import { YourTeams } from './people/your-teams.tsx';
import { SyncSection } from './sync-section.tsx';
import { useSectionInSight } from './use-section-in-sight.ts';

export const SettingsScreen = () => {
  const { t } = useTranslation();
  const { hash } = useLocation();
  const { isLocal } = useSession();
  const content = useRef<HTMLDivElement>(null);
  useSectionInSight(hash, content);
  return (
    <Screen title={t('settings.title')}>
      <Scroller aria-label={t('settings.title')} className="flex-1">
        <div
          ref={content}
          className="mx-auto flex max-w-2xl flex-col gap-10 p-6 max-panes:p-4 panes:[--detail-label:--spacing(44)]"
        >
          <AppearanceSection />
          <NotificationsSection />
          <PeopleSection />
          <ChannelsSection />
          <ModelSection />
          <SyncSection />
          <AccountSection />
          {!isLocal && <YourTeams />}
          {!isLocal && <DeviceSessions />}
          <DemoSection />
        </div>
      </Scroller>
    </Screen>
  );
};
