import { useEffect, useState } from 'react';
import { useSyncState } from '../../workspace/live/use-sync-state.ts';

/** What comes sooner is not worth a word: it would only flash. */
const UNSEEN_MS = 400;

/** How many records of the server are not here yet, once that lasts; the first download tells of itself. */
export const useBehind = (): number => {
  const { behind = 0, firstSync } = useSyncState();
  const isBehind = behind > 0 && !firstSync;
  const [lasts, setLasts] = useState(false);
  useEffect(() => {
    if (!isBehind) return setLasts(false);
    const timer = setTimeout(() => setLasts(true), UNSEEN_MS);
    return () => clearTimeout(timer);
  }, [isBehind]);
  return isBehind && lasts ? behind : 0;
};
