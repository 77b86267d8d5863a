import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { RefusedChange } from '../database/marks/refused-rows.ts';
import type { LeftOut } from './pull/pull-state.ts';

/** The state of replication, as screens show it. */
export type SyncState = {
  /** `outdated`: this program is too old for the server; `server-outdated`: the server for it. `local`: the workspace has no server. */
  readonly status: 'offline' | 'connecting' | 'online' | 'signed-out' | 'outdated' | 'server-outdated' | 'local';
  /** The number of documents that the server has not acknowledged, excluding refused ones. */
  readonly pending: number;
  /** The number of the server's changed documents known to be missing here; absent if there are none. */
  readonly behind?: number;
  /** When the server last answered, by this device's clock, in ms since the epoch. */
  readonly lastSyncAt?: number;
  /** Progress of the first download: what has arrived, the total, and the estimated remaining time. */
  readonly firstSync?: {
    readonly documents: number;
    readonly total?: number;
    readonly bytes: number;
    readonly secondsLeft?: number;
  };
  /** The collections of which this device holds only a part; absent until they are known. */
  readonly leftOut?: { readonly [N in ReplicatedCollection]?: LeftOut };
  /** What prevents replication from continuing, for example a full disk here or on the server. */
  readonly problem?: { readonly code: string; readonly message: string };
  readonly refused: readonly RefusedChange[];
};
