import type { Replication } from './replication.ts';
import type { SyncState } from './sync-state.ts';

const state: SyncState = { status: 'local', pending: 0, refused: [] };

/** The replication of a workspace without a server: nothing is ever pending. */
export const withoutServer: Replication = {
  state: () => state,
  subscribe: () => () => undefined,
  runs: { watch: () => () => undefined },
  onDemand: {
    openConversation: async () => false,
    openContact: async () => false,
    readNewest: async () => undefined,
    readEarlier: async () => undefined,
    watchEarlier: () => () => undefined,
  },
  stop: async () => undefined,
};
