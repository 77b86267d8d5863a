import { createAuthorizedFetch } from './authorized-fetch.ts';
import { type Exchange, enter, leave, openExchange, renew, type SessionParts } from './session-exchange.ts';
import type { SessionSnapshot } from './session-state.ts';
import type { LocalWorkspace } from './session-storage.ts';

export type Session = {
  snapshot(): SessionSnapshot;
  subscribe(listener: () => void): () => void;
  /** Puts back what a killed browser had not written down. To be awaited before anybody is asked to sign in. */
  restore(): Promise<void>;
  /** The workspace without a server that this device holds, open or left. */
  local(): LocalWorkspace | undefined;
  /** Needs no network. Goes on with the workspace that this device holds, under the name it has; a new one is `name`'s. */
  startLocal(name: string): void;
  /** Undefined: it was taken over by a team's, or deleted. */
  keepLocal(local: LocalWorkspace | undefined): void;
  /**
   * These answer whether it worked; `error` tells why not. From a workspace without a server they join a team: the team's
   * workspace takes over everything when it is opened.
   */
  signIn(credentials: { readonly email: string; readonly password: string }): Promise<boolean>;
  register(account: {
    readonly email: string;
    readonly password: string;
    readonly name: string;
    readonly team: string;
    readonly invitation?: string;
  }): Promise<boolean>;
  /**
   * `entered`: the link signed its person in. `stayed`: it is used up, and whoever is signed in here still is. `refused`: nobody is signed in, or it did
   * not come to the question; `error` tells why.
   */
  redeemLink(token: string): Promise<'entered' | 'stayed' | 'refused'>;
  /** Local data stays: what was not sent yet goes out after the same person signs in again. */
  signOut(): Promise<void>;
  /** `fetch` with an access token that is renewed unseen. Rejects like `fetch` when the server is away, and with a `Failure` `auth.required` when the session is over. */
  authorizedFetch(path: string, init?: RequestInit): Promise<Response>;
};

export const createSession = (parts: SessionParts): Session => {
  const { storage } = parts;
  const exchange = openExchange(parts);
  const { current } = exchange;
  const authorizedFetch = createAuthorizedFetch({ ...parts, state: current.state, renew: () => renew(exchange) });
  const readAgain = (): void => current.apply({ type: 'stored', profile: storage.loadProfile() });
  storage.onChange(readAgain);

  return {
    snapshot: current.snapshot,
    subscribe: current.subscribe,
    restore: async () => {
      if (await storage.restore()) readAgain();
    },
    local: storage.loadLocal,
    startLocal: (name) => {
      const profile = { user: openLocal(parts, name), isLocal: true } as const;
      storage.saveProfile(profile);
      void storage.keep();
      current.apply({ type: 'entered', profile });
    },
    keepLocal: (local) => {
      storage.saveLocal(local);
      void storage.keep();
    },
    signIn: ({ email, password }) => {
      const deviceToken = storage.loadDevice(email.trim().toLowerCase());
      const body = { email, password, ...(deviceToken !== undefined && { deviceToken }) };
      return enter(exchange, '/api/v1/auth/login', body);
    },
    register: (account) => enter(exchange, '/api/v1/auth/register', account),
    redeemLink: async (token) => {
      if (await enter(exchange, '/api/v1/auth/link', { token })) return 'entered';
      return (await outlivesUsedLink(exchange, authorizedFetch)) ? 'stayed' : 'refused';
    },
    signOut: () => leave(exchange),
    authorizedFetch,
  };
};

/** The person of the workspace without a server, which is begun when there is none; it joins nobody any more. */
const openLocal = ({ storage, newId = () => crypto.randomUUID() }: SessionParts, name: string) => {
  const { joins: _, ...user } = storage.loadLocal() ?? { id: `local-${newId()}`, name };
  storage.saveLocal(user);
  return user;
};

/**
 * Whether a link was refused only because it was used before, and the person who is signed in here still is. Without a network a
 * session counts as alive: its workspace can be used.
 */
const outlivesUsedLink = async ({ current }: Exchange, fetch: Session['authorizedFetch']): Promise<boolean> => {
  const { error, state, isLocal } = current.snapshot();
  if (error?.code !== 'auth.link_used' || state !== 'signed-in' || isLocal) return false;
  try {
    await fetch('/api/v1/auth/me');
  } catch {
    // A session that is over has been forgotten by now.
  }
  const isAlive = current.snapshot().state === 'signed-in';
  // That the link is used up is what the person asks about, and not that an older session has ended.
  current.apply(isAlive ? { type: 'stayed' } : { type: 'failed', problem: error });
  return isAlive;
};
