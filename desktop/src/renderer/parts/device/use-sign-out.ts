import { overlay } from '../../base/overlay.ts';
import { session } from '../../session/session.ts';
import { useSyncState } from '../../workspace/live/use-sync-state.ts';
import { finishRemovals, planRemoval } from '../../workspace/removals.ts';
import { workspaceClosed } from '../../workspace/workspace-provider.ts';

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
