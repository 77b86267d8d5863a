import { useEffect, useState } from 'react';
import { useSyncState } from '../../workspace/live/use-sync-state.ts';

/** Shorter delays are not shown, because the message would only flash. */
const UNSEEN_MS = 400;

/** The number of the server's records that are missing here, if that lasts; 0 during the first download, which has its own display. */
export const useBehind = (): number => {
  const { behind = 0, firstSync } = useSyncState('behind', 'firstSync');
  const isBehind = behind > 0 && !firstSync;
  const [lasts, setLasts] = useState(false);
  useEffect(() => {
    if (!isBehind) return setLasts(false);
    const timer = setTimeout(() => setLasts(true), UNSEEN_MS);
    return () => clearTimeout(timer);
  }, [isBehind]);
  return isBehind && lasts ? behind : 0;
};
