import type { RetryLimits } from '@inbetwin/shared/timing/retry-delay.ts';
import type { Workspace } from '../database/workspace-database.ts';
import type { Session } from '../session/create-session.ts';
import type { OnDemand } from './on-demand/documents-on-demand.ts';
import type { RunFeed } from './stream/run-feed.ts';
import type { SyncState } from './sync-state.ts';

/** The state that the leading tab shares; every tab reads refused changes from the database itself. */
export type LeaderState = Omit<SyncState, 'refused'>;

/** The replication of one workspace, as screens see it. */
export type Replication = {
  state(): SyncState;
  subscribe(listener: () => void): () => void;
  /** Changes of runs, which are not replicated. */
  readonly runs: RunFeed;
  /** What this device does not hold. */
  readonly onDemand: OnDemand;
  stop(): Promise<void>;
};

/** What replication depends on. */
export type ReplicationParts = {
  readonly workspace: Workspace;
  readonly session: Pick<Session, 'authorizedFetch' | 'snapshot' | 'subscribe'>;
  /** The shortest and the longest delay between attempts. */
  readonly backoff?: RetryLimits;
  /** Collections with more documents are held in part; 20,000 if absent. */
  readonly wholeUpTo?: number;
};
