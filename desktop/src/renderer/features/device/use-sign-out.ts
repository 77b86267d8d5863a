import { overlay } from '../../app/overlay.ts';
import { finishRemovals, planRemoval } from '../../database/removals.ts';
import { workspaceClosed } from '../../database/workspace-provider.ts';
import { useSyncState } from '../../replication/use-sync-state.ts';
import { session } from '../../session/session.ts';

/** Signs out; asks first when something is on this device alone. */
export const useSignOut = (): (() => void) => {
  const { status, pending, refused } = useSyncState();
  return () => {
    if (status === 'local' || pending + refused.length > 0) overlay.show('sign-out');
    else void session.signOut();
  };
};

/** Signs out in every window, and deletes what this device holds of the workspace; a crash in between does not stop it. */
export const signOutAndRemove = async (workspaceName: string): Promise<void> => {
  planRemoval(workspaceName);
  if (session.snapshot().isLocal) session.keepLocal(undefined);
  await session.signOut();
  await workspaceClosed();
  await finishRemovals();
};
