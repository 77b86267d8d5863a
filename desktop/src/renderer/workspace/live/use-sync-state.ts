import { useRef, useSyncExternalStore } from 'react';
import type { SyncState } from '../../replication/sync-state.ts';
import { useReplication } from './use-live.ts';

/** The given fields of the replication state, the same in every tab. Re-renders only when one of them changes. */
export const useSyncState = <K extends keyof SyncState>(...fields: readonly [K, ...K[]]): Pick<SyncState, K> => {
  const { subscribe, state } = useReplication();
  const shown = useRef<SyncState>(undefined);
  const read = (): SyncState => {
    const next = state();
    const before = shown.current;
    if (before === undefined || fields.some((field) => !Object.is(before[field], next[field]))) shown.current = next;
    return shown.current ?? next;
  };
  return useSyncExternalStore(subscribe, read);
};

/** True during the first download, when documents arrive continuously; expensive recalculations should wait until it is over. */
export const useIsFilling = (): boolean => {
  const { firstSync, status } = useSyncState('firstSync', 'status');
  return firstSync !== undefined && status !== 'local';
};
