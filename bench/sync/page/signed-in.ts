import { openWorkspace, type Workspace } from '../../../desktop/src/renderer/database/workspace-database.ts';
import type { Replication } from '../../../desktop/src/renderer/replication/replication.ts';
import { startReplication } from '../../../desktop/src/renderer/replication/start-replication.ts';
import type { SyncState } from '../../../desktop/src/renderer/replication/sync-state.ts';
import { session } from '../../../desktop/src/renderer/session/session.ts';

/** Credentials of a user. */
export type Credentials = { readonly email: string; readonly password: string };

/** Opens a new device of a signed-in person, without replication. */
export const openSignedIn = async (credentials: Credentials): Promise<Workspace> => {
  if (!(await session.signIn(credentials))) throw new Error(`Sign-in failed: ${session.snapshot().error?.message}`);
  return openWorkspace({ name: 'device' });
};

/** Starts replication with the server, of everything that the team has. */
export const replicate = (workspace: Workspace): Replication =>
  startReplication({ workspace, session, wholeUpTo: Number.MAX_SAFE_INTEGER });

/** Resolves at the first state that is `wanted`. Rejects after `limitMs` with the state at that time. */
export const reaches = (
  replication: Replication,
  wanted: (state: SyncState) => boolean,
  limitMs: number,
): Promise<void> => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const look = (): void => {
    if (wanted(replication.state())) resolve();
  };
  const timer = setTimeout(() => reject(new Error(`Stuck at ${JSON.stringify(replication.state())}`)), limitMs);
  const unsubscribe = replication.subscribe(look);
  look();
  return promise.finally(() => {
    clearTimeout(timer);
    unsubscribe();
  });
};

/** Replication reports the progress of the first download while it lasts. */
export const isFilled = ({ status, firstSync }: SyncState): boolean => status === 'online' && firstSync === undefined;
