import { customerRoutes } from '@inbetwin/shared/contracts/customers.ts';
import { may } from '@inbetwin/shared/contracts/rights.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reportFailure } from '../../../base/report-failure.ts';
import { callServer } from '../../../session/call-server.ts';
import { useSession } from '../../../session/session.ts';
import { useSyncState } from '../../../workspace/live/use-sync-state.ts';

type FetchAgainProps = { readonly messageId: string; readonly name: string };

/** Asks the server to download a failed file from the channel again. Renders nothing offline or for people without that right. */
export const FetchAgain = ({ messageId, name }: FetchAgainProps) => {
  const { t } = useTranslation();
  const { team } = useSession();
  const { status } = useSyncState('status');
  const [isAsking, setIsAsking] = useState(false);
  if (team === undefined || !may(team.role, 'messages', 'create') || status !== 'online') return null;

  const fetchAgain = async (): Promise<void> => {
    setIsAsking(true);
    try {
      await callServer(customerRoutes.fetchFiles, { params: { id: messageId } });
    } catch (error) {
      reportFailure(error);
    } finally {
      setIsAsking(false);
    }
  };
  return (
    <button
      type="button"
      disabled={isAsking}
      aria-label={`${t('inbox.file.again')}: ${name}`}
      className="rounded-control text-accent hover:underline max-panes:min-h-8"
      onClick={() => void fetchAgain()}
    >
      {t('inbox.file.again')}
    </button>
  );
};
