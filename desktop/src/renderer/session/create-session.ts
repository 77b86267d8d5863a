import { createAuthorizedFetch } from './authorized-fetch.ts';
import { adopt, type Exchange, enter, leave, openExchange, renew, type SessionParts } from './session-exchange.ts';
import type { SessionSnapshot } from './session-state.ts';
import type { LocalWorkspace } from './session-storage.ts';

export type Session = {
  snapshot(): SessionSnapshot;
  subscribe(listener: () => void): () => void;
  /** Restores what a killed browser had not written to disk; must be awaited before asking anybody to sign in. */
  restore(): Promise<void>;
  /** The workspace without a server on this device, whether open or not. */
  local(): LocalWorkspace | undefined;
  /** Works offline. Continues with the workspace on this device under its present name, or creates one for `name`. */
  startLocal(name: string): void;
  /** Undefined if it was taken over by a team's workspace or deleted. */
  keepLocal(local: LocalWorkspace | undefined): void;
  /**
   * These resolve to whether they succeeded; `error` says why not. In a workspace without a server they join a team, whose workspace takes
   * everything over when it is opened.
   */
  signIn(credentials: { readonly email: string; readonly password: string }): Promise<boolean>;
  register(account: {
    readonly email: string;
    readonly password: string;
    readonly name: string;
    readonly team: string;
    readonly invitation?: string;
  }): Promise<boolean>;
  /** Joins a team by an invitation, with a new account or the one that has this email and password. */
  join(joining: {
    readonly invitation: string;
    readonly email: string;
    readonly password: string;
    readonly name: string;
  }): Promise<boolean>;
  /** Goes on in another team of the person. Rejects with the server's `Failure`, or a `TypeError` if it is unreachable. */
  switchTeam(teamId: string): Promise<void>;
  /**
   * `entered`: the link signed the person in. `stayed`: the link was used before, and the person is still signed in. `refused`: nobody is
   * signed in, or the attempt failed; `error` says why.
   */
  redeemLink(token: string): Promise<'entered' | 'stayed' | 'refused'>;
  /** Local data is kept: unsent changes are sent after the same person signs in again. */
  signOut(): Promise<void>;
  /**
   * `fetch` with an access token that is renewed transparently. Rejects like `fetch` if the server is unreachable, and with a `Failure`
   * `auth.required` if the session has ended.
   */
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
    join: (joining) => enter(exchange, '/api/v1/auth/join', joining),
    switchTeam: async (teamId) => {
      const path = `/api/v1/auth/teams/${encodeURIComponent(teamId)}/session`;
      await adopt(exchange, await authorizedFetch(path, { method: 'POST' }));
    },
    redeemLink: async (token) => {
      if (await enter(exchange, '/api/v1/auth/link', { token })) return 'entered';
      return (await outlivesUsedLink(exchange, authorizedFetch)) ? 'stayed' : 'refused';
    },
    signOut: () => leave(exchange),
    authorizedFetch,
  };
};

/** The person of the workspace without a server, which is created if there is none; a planned takeover is withdrawn. */
const openLocal = ({ storage, newId = () => crypto.randomUUID() }: SessionParts, name: string) => {
  const { joins: _, ...user } = storage.loadLocal() ?? { id: `local-${newId()}`, name };
  storage.saveLocal(user);
  return user;
};

/**
 * Whether a link was refused only because it was used before while the person is still signed in. Offline, the session counts as valid,
 * because its workspace can be used.
 */
const outlivesUsedLink = async ({ current }: Exchange, fetch: Session['authorizedFetch']): Promise<boolean> => {
  const { error, state, isLocal } = current.snapshot();
  if (error?.code !== 'auth.link_used' || state !== 'signed-in' || isLocal) return false;
  try {
    await fetch('/api/v1/auth/me');
  } catch {
    // A session that has ended is already forgotten here.
  }
  const isAlive = current.snapshot().state === 'signed-in';
  // The person wants to know about the link, not that an older session has ended.
  current.apply(isAlive ? { type: 'stayed' } : { type: 'failed', problem: error });
  return isAlive;
};
