import { may } from '@inbetwin/shared/contracts/rights.ts';
import { runRoutes } from '@inbetwin/shared/contracts/runs.ts';
import type { Run } from '@inbetwin/shared/entities/run.ts';
import { Square } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../../base/report-failure.ts';
import { callServer } from '../../../session/call-server.ts';
import { useSession } from '../../../session/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Confirm } from '../../../ui/confirm.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { useSyncState } from '../../../workspace/live/use-sync-state.ts';

type CancelRunProps = {
  readonly run: Pick<Run, 'id' | 'state' | 'cancelledBy'>;
  /** The name of the run's customer, for lists; the button is then only an icon. */
  readonly of?: string;
};

/** Stops a running or waiting run. The server does it, so it needs the network. Renders nothing for people without that right. */
export const CancelRun = ({ run, of }: CancelRunProps) => {
  const { t } = useTranslation();
  const { team } = useSession();
  const { status } = useSyncState('status');
  const [isAsking, setIsAsking] = useState(false);
  const isOpen = (run.state === 'running' || run.state === 'waiting') && run.cancelledBy === undefined;
  if (!isOpen || team === undefined || !may(team.role, 'conversations', 'change')) return null;
  const isOffline = status !== 'online';

  const cancel = async (): Promise<void> => {
    try {
      const { cancelledBy } = await callServer(runRoutes.cancelRun, { params: { id: run.id } });
      toast(t(cancelledBy === undefined ? 'runs.cancel.over' : 'runs.cancel.done'));
    } catch (error) {
      reportFailure(error);
    }
  };
  const ask = (): void => {
    if (isOffline) toast(t('runs.cancel.offline'));
    else setIsAsking(true);
  };

  return (
    <>
      {of === undefined ? (
        <Button onClick={ask}>
          <Square size={14} aria-hidden />
          {t('runs.cancel.action')}
        </Button>
      ) : (
        <IconButton icon={Square} label={t('runs.cancel.of', { name: of })} onClick={ask} />
      )}
      <Confirm
        open={isAsking}
        onOpenChange={setIsAsking}
        title={t('runs.cancel.title')}
        text={t('runs.cancel.text')}
        action={t('runs.cancel.action')}
        onConfirm={() => void cancel()}
      />
    </>
  );
};
