import { useSyncExternalStore } from 'react';
import { useReplication } from '../database/use-live.ts';
import type { RefusedChange } from './refused-rows.ts';

export type SyncState = {
  readonly status: 'offline' | 'connecting' | 'online' | 'signed-out';
  /** Documents that the server has not acknowledged yet. */
  readonly pending: number;
  /** When the server last answered, by this device's clock. */
  readonly lastSyncAt?: number;
  /** While this device is filled for the first time: how many documents it holds so far. */
  readonly firstSync?: { readonly documents: number };
  readonly refused: readonly RefusedChange[];
};

/** Where replication stands, the same in every tab. */
export const useSyncState = (): SyncState => {
  const replication = useReplication();
  return useSyncExternalStore(replication.subscribe, replication.state);
};
