import { useSyncExternalStore } from 'react';
import type { SyncState } from '../../replication/sync-state.ts';
import { useReplication } from './use-live.ts';

/** Where replication stands, the same in every tab. */
export const useSyncState = (): SyncState => {
  const replication = useReplication();
  return useSyncExternalStore(replication.subscribe, replication.state);
};

/** While a new device is filled every moment brings more: what would be done anew each time waits. */
export const useIsFilling = (): boolean => {
  const { firstSync, status } = useSyncState();
  return firstSync !== undefined && status !== 'local';
};
