import { overlay } from '../../base/overlay.ts';
import { session } from '../../session/session.ts';
import { useSyncState } from '../../workspace/live/use-sync-state.ts';
import { finishRemovals, planRemoval } from '../../workspace/removals.ts';
import { workspaceClosed } from '../../workspace/workspace-provider.ts';

/** Returns a function that signs out, asking first if something exists only on this device. */
export const useSignOut = (): (() => void) => {
  const { status, pending, refused } = useSyncState('status', 'pending', 'refused');
  return () => {
    if (status === 'local' || pending + refused.length > 0) overlay.show('sign-out');
    else void session.signOut();
  };
};

/** Signs out in every window and deletes this device's copy of the workspace, even if a crash interrupts it. */
export const signOutAndRemove = async (workspaceName: string): Promise<void> => {
  planRemoval(workspaceName);
  if (session.snapshot().isLocal) session.keepLocal(undefined);
  await session.signOut();
  await workspaceClosed();
  await finishRemovals();
};
