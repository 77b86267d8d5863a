import { useSyncExternalStore } from 'react';
import type { SyncState } from '../../replication/sync-state.ts';
import { useReplication } from './use-live.ts';

/** The state of replication, the same in every tab. */
export const useSyncState = (): SyncState => {
  const replication = useReplication();
  return useSyncExternalStore(replication.subscribe, replication.state);
};

/** True during the first download, when documents arrive continuously; expensive recalculations should wait until it is over. */
export const useIsFilling = (): boolean => {
  const { firstSync, status } = useSyncState();
  return firstSync !== undefined && status !== 'local';
};
