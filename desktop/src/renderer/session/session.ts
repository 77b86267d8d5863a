import type { Role } from '@inbetwin/shared/entities/declaring/rights.ts';
import { useSyncExternalStore } from 'react';
import { blockedStorage } from '../storage/storage-access.ts';
import { bridge } from './bridge.ts';
import { createSession, type Session } from './create-session.ts';
import { createDurableCopy, type DurableCopy } from './durable-copy.ts';
import type { SessionSnapshot } from './session-state.ts';
import { createSessionStorage, sessionKeys } from './session-storage.ts';

const LOCK = 'inbetwin.session';

const exclusively = async <T>(task: () => Promise<T>): Promise<T> =>
  navigator.locks ? await navigator.locks.request(LOCK, task) : await task();

/** In Electron the page's origin is `app://inbetwin`, whose handler forwards API calls to the configured server. */
const serverUrl = async (): Promise<string> => {
  const answer = await bridge()?.request('server:url', null);
  return answer?.ok ? answer.value.url : window.location.origin;
};

/** Without storage nobody can be signed in; the screen explains why. */
const nowhere = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
const noCopy: DurableCopy = { restore: async () => false, keep: async () => undefined };

const isBlocked = blockedStorage() !== undefined;
const storage = isBlocked ? nowhere : window.localStorage;
const copy = isBlocked ? noCopy : createDurableCopy({ storage, keys: sessionKeys, name: 'inbetwin.session' });

/** The session of this window. */
export const session: Session = createSession({
  fetch: (input, init) => fetch(input, init),
  baseUrl: '',
  server: serverUrl,
  storage: createSessionStorage({ storage, copy, bridge: bridge() }),
  exclusively,
});

export const authorizedFetch: Session['authorizedFetch'] = session.authorizedFetch;

type SessionView = SessionSnapshot & Pick<Session, 'signIn' | 'register' | 'join' | 'redeemLink' | 'signOut'>;

/** The person's role; in a workspace without a server, the owner's. */
export const roleOf = ({ team, isLocal }: SessionSnapshot): Role | undefined => (isLocal ? 'owner' : team?.role);

export const useSession = (): SessionView => {
  const snapshot = useSyncExternalStore(session.subscribe, session.snapshot);
  const { signIn, register, join, redeemLink, signOut } = session;
  return { ...snapshot, signIn, register, join, redeemLink, signOut };
};
