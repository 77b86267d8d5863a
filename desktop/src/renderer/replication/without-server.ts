import type { Replication } from './replication.ts';
import type { SyncState } from './sync-state.ts';

const state: SyncState = { status: 'local', pending: 0, refused: [] };

/** Of a workspace that has no server: everything is where it belongs, and nothing waits. */
export const withoutServer: Replication = {
  state: () => state,
  subscribe: () => () => undefined,
  runs: { watch: () => () => undefined },
  stop: async () => undefined,
};
