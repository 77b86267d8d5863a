import { createListeners } from '../base/listeners.ts';
import { createRemoteWriters } from '../database/marks/remote-writer.ts';
import { leadReplication } from './lead-replication.ts';
import { leadInTurn } from './leadership/leadership.ts';
import { shareBetweenTabs } from './leadership/share-between-tabs.ts';
import { createOnDemand } from './on-demand/documents-on-demand.ts';
import { createOnDemandClient } from './on-demand/on-demand-client.ts';
import { fetchForPresentSession } from './own-fetch.ts';
import type { LeaderState, Replication, ReplicationParts } from './replication.ts';
import { createRunFeed } from './stream/run-feed.ts';
import type { SyncState } from './sync-state.ts';

/** Replicates a workspace until `stop`. If several tabs are open, one of them replicates and the others show its state. */
export const startReplication = (parts: ReplicationParts): Replication => {
  const { workspace } = parts;
  const stopping = new AbortController();
  const fetchOwn = fetchForPresentSession(parts.session);
  const listeners = createListeners();
  let state: SyncState = { status: 'connecting', pending: 0, refused: workspace.refused.list() };

  const change = (next: Partial<SyncState>): void => {
    state = { ...state, ...next };
    listeners.tell();
  };
  /** Nothing but `refused` is kept of the previous state, so that fields the leader no longer sends disappear. */
  const show = (leader: LeaderState): void => {
    state = { ...leader, refused: state.refused };
    change({});
  };

  const tabs = shareBetweenTabs<LeaderState>(workspace.name, show);
  const runs = createRunFeed(workspace.name);
  const unsubscribe = workspace.refused.subscribe(() => change({ refused: workspace.refused.list() }));
  const leading = leadInTurn({
    database: workspace.database,
    signal: stopping.signal,
    lead: (signal) =>
      leadReplication({
        workspace,
        session: parts.session,
        fetchOwn,
        signal,
        runs,
        wholeUpTo: parts.wholeUpTo,
        backoff: parts.backoff ?? { firstRetryMs: 500, longestRetryMs: 30_000, longestStoreRetryMs: 30_000 },
        tell: (leader) => {
          // Another tab may be the leader by now.
          if (signal.aborted) return;
          show(leader);
          tabs.share(leader);
        },
      }),
  });

  return {
    state: () => state,
    subscribe: listeners.subscribe,
    runs,
    onDemand: createOnDemand({
      workspace,
      client: createOnDemandClient({ fetch: fetchOwn, signal: stopping.signal }),
      writers: createRemoteWriters(workspace),
    }),
    stop: async () => {
      stopping.abort(new Error('Replication was stopped.'));
      unsubscribe();
      await leading;
      tabs.close();
      runs.close();
    },
  };
};
