import { Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { lazyPart } from '../../base/load-part.ts';
import { JoinByLink } from '../../features/sign-in/join-by-link.tsx';
import { invitationOf, joinTokenOf, linkTokenOf } from '../../features/sign-in/link-token.ts';
import { SignInScreen } from '../../features/sign-in/sign-in-screen.tsx';
import { session, useSession } from '../../session/session.ts';

const JoinTeam = lazyPart(() => import('../../features/sign-in/join-team-screen.tsx'), 'JoinTeamScreen');
const Workspace = lazyPart(() => import('./workspace.tsx'), 'Workspace');

/** A sign-in link that was opened; in a workspace without a server, the person must confirm first. */
type OpenedLink = { readonly token: string; readonly asks: boolean };

const readLink = (): OpenedLink | undefined => {
  const token = linkTokenOf(window.location.hash);
  return token === undefined ? undefined : { token, asks: session.snapshot().isLocal ?? false };
};

/** Starts loading the workspace's code in parallel with everything else that startup waits for. */
export const preloadWorkspace = (): Promise<void> => Workspace.preload();

/**
 * Shows the workspace to people who are signed in (now, or when they were last online) or use it without a server, and the sign-in screen
 * to others.
 */
export const SessionGate = () => {
  const { t } = useTranslation();
  const { state, redeemLink } = useSession();
  const [link, setLink] = useState(readLink);
  const [joining, setJoining] = useState(() => joinTokenOf(window.location.hash));
  const [invitation, setInvitation] = useState(() => invitationOf(window.location.hash));

  useEffect(() => {
    const onHash = () => {
      setLink(readLink());
      setJoining((before) => joinTokenOf(window.location.hash) ?? before);
      setInvitation((before) => invitationOf(window.location.hash) ?? before);
    };
    window.addEventListener('hashchange', onHash);
    return () => window.removeEventListener('hashchange', onHash);
  }, []);

  useEffect(() => {
    if (!link) return;
    // The token is used up once it was tried, so it is removed from the address before a reload could try it again.
    window.history.replaceState(null, '', '#/inbox');
    if (link.asks) return;
    const redeem = async (): Promise<void> => {
      if ((await redeemLink(link.token)) === 'stayed') toast(t('signIn.linkUsedStayed'));
      setLink(undefined);
    };
    void redeem();
  }, [link, redeemLink, t]);

  useEffect(() => {
    // The workspace has no route for it.
    if (invitation !== undefined || joining !== undefined) window.history.replaceState(null, '', '#/inbox');
  }, [invitation, joining]);

  if (state === 'loading') return null;
  if (joining !== undefined) {
    return (
      <Suspense>
        <JoinTeam token={joining} onDone={() => setJoining(undefined)} />
      </Suspense>
    );
  }
  if (link?.asks) return <JoinByLink token={link.token} onDone={() => setLink(undefined)} />;
  if (link || state === 'signed-out') return <SignInScreen redeeming={link !== undefined} invitation={invitation} />;
  return <Workspace />;
};
