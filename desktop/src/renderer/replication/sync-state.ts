import type { RefusedChange } from '../database/marks/refused-rows.ts';

export type SyncState = {
  /** `local`: there is no server. */
  readonly status: 'offline' | 'connecting' | 'online' | 'signed-out' | 'outdated' | 'local';
  /** Documents that the server has not acknowledged yet, without the refused ones. */
  readonly pending: number;
  /** Changed documents of the server that are not here yet, as far as it has told; absent when none are known of. */
  readonly behind?: number;
  /** When the server last answered, by this device's clock. */
  readonly lastSyncAt?: number;
  /** While this device is filled for the first time: what came so far, of how many, and how long the rest will take. */
  readonly firstSync?: {
    readonly documents: number;
    readonly total?: number;
    readonly bytes: number;
    readonly secondsLeft?: number;
  };
  /** What keeps replication from going on by itself: no room on this device, say, or on the server's. */
  readonly problem?: { readonly code: string; readonly message: string };
  readonly refused: readonly RefusedChange[];
};
