import { demoRoutes } from '@inbetwin/shared/contracts/demo.ts';
import { mayAdminister } from '@inbetwin/shared/contracts/rights.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../base/report-failure.ts';
import { callServer } from '../../session/call-server.ts';
import { useSession } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Section } from '../../ui/layout/section.tsx';
import { useSyncState } from '../../workspace/live/use-sync-state.ts';
import { useTeamSetting } from '../../workspace/live/use-team-setting.ts';

/** The sample data, which stays until somebody removes it. */
export const DemoSection = () => {
  const { t } = useTranslation();
  const setting = useTeamSetting();
  const { team } = useSession();
  const { status } = useSyncState('status');
  const [isAsking, setIsAsking] = useState(false);
  const [isWorking, setIsWorking] = useState(false);
  if (!setting?.demo || !team || !mayAdminister(team.role)) return null;
  const isOffline = status === 'offline';

  const remove = async (): Promise<void> => {
    setIsWorking(true);
    try {
      await callServer(demoRoutes.removeDemo);
      toast(t('settings.demo.removed'));
    } catch (error) {
      reportFailure(error);
    } finally {
      setIsWorking(false);
    }
  };

  return (
    <Section title={t('settings.section.demo')}>
      <p className="text-muted">{isOffline ? t('settings.demo.needsNetwork') : t('settings.demo.hint')}</p>
      <Button className="self-start" disabled={isOffline || isWorking} onClick={() => setIsAsking(true)}>
        {t('settings.demo.remove')}
      </Button>
      <Confirm
        open={isAsking}
        onOpenChange={setIsAsking}
        title={t('settings.demo.title')}
        text={<p>{t('settings.demo.confirm')}</p>}
        action={t('settings.demo.remove')}
        onConfirm={() => void remove()}
      />
    </Section>
  );
};
