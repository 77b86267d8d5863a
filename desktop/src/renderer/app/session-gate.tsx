import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { SignInScreen } from '../features/sign-in/sign-in-screen.tsx';
import { useSession } from '../session/session.ts';
import { router } from './router.tsx';
import { WorkspaceGate } from './workspace-gate.tsx';

const LINK = /^#\/link\/([\w.~-]+)$/;

/** Who may see the workspace: someone signed in, now or the last time there was a network. */
export const SessionGate = () => {
  const { state, redeemLink } = useSession();
  const [token, setToken] = useState(() => LINK.exec(window.location.hash)?.[1]);

  useEffect(() => {
    const onHash = () => setToken(LINK.exec(window.location.hash)?.[1]);
    window.addEventListener('hashchange', onHash);
    return () => window.removeEventListener('hashchange', onHash);
  }, []);

  useEffect(() => {
    if (token === undefined) return;
    // Used up once it was tried, so it leaves the address before a reload can try it again.
    window.history.replaceState(null, '', '#/inbox');
    void redeemLink(token).finally(() => setToken(undefined));
  }, [token, redeemLink]);

  if (state === 'loading') return null;
  if (token !== undefined || state === 'signed-out') return <SignInScreen redeeming={token !== undefined} />;
  return (
    <WorkspaceGate>
      <RouterProvider router={router} />
    </WorkspaceGate>
  );
};
