import { channelRoutes } from '@inbetwin/shared/contracts/channels.ts';
import { useEffect, useState } from 'react';
import { reportFailure } from '../../../base/report-failure.ts';
import { callServer } from '../../../session/call-server.ts';
import { useSyncState } from '../../../workspace/live/use-sync-state.ts';

const none: ReadonlyMap<string, string> = new Map();

/** The webhook URLs by channel id. They are secret, so they are read from the server and not stored. */
export const useWebhookUrls = (channels: readonly { readonly id: string }[]): ReadonlyMap<string, string> => {
  const { status } = useSyncState('status');
  const [urls, setUrls] = useState(none);
  const ids = channels.map(({ id }) => id).join(' ');
  useEffect(() => {
    if (status !== 'online' || ids === '') return;
    let isCurrent = true;
    const read = async (): Promise<void> => {
      const { items } = await callServer(channelRoutes.listChannels);
      const found = items.flatMap(({ id, webhookUrl }) =>
        webhookUrl === undefined ? [] : [[id, webhookUrl] as const],
      );
      if (isCurrent) setUrls(new Map(found));
    };
    read().catch(reportFailure);
    return () => {
      isCurrent = false;
    };
  }, [status, ids]);
  return urls;
};
