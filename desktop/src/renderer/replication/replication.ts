import type { Workspace } from '../database/workspace-database.ts';
import type { Session } from '../session/create-session.ts';
import type { RunFeed } from './stream/run-feed.ts';
import type { SyncState } from './sync-state.ts';

/** What the leading tab knows; refused changes every tab reads from the database itself. */
export type LeaderState = Omit<SyncState, 'refused'>;

export type Replication = {
  state(): SyncState;
  subscribe(listener: () => void): () => void;
  /** Changes of runs, which are not replicated. */
  readonly runs: RunFeed;
  stop(): Promise<void>;
};

export type ReplicationParts = {
  readonly workspace: Workspace;
  readonly session: Pick<Session, 'authorizedFetch' | 'snapshot' | 'subscribe'>;
  /** Shortest and longest wait between two attempts. */
  readonly backoff?: { readonly firstMs: number; readonly longestMs: number };
};
