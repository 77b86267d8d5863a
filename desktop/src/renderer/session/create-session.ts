import { type Session as ServerSession, sessionSchema } from '@inbetwin/shared/contracts/accounts.ts';
import { createListeners } from '../base/listeners.ts';
import { createAuthorizedFetch } from './authorized-fetch.ts';
import { failureOf, networkProblem, readProblem, type SessionProblem, sessionOver } from './problems.ts';
import { openingState, type SessionEvent, type SessionSnapshot, sessionAfter } from './session-state.ts';
import type { LocalWorkspace, SessionStorage } from './session-storage.ts';

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

export type SessionParts = {
  readonly fetch: typeof fetch;
  /** Without a trailing slash; empty for the page's own origin. */
  readonly baseUrl: string;
  readonly server: () => Promise<string>;
  readonly storage: SessionStorage;
  /** Runs `task` while no other tab runs one; a refresh token that two tabs use at once is revoked. */
  readonly exclusively: <T>(task: () => Promise<T>) => Promise<T>;
  readonly newId?: () => string;
};

/** A server that takes a request and never answers must not keep the other tabs waiting for their turn. */
const ANSWER_MS = 30_000;

/** The server will never take this token: it is over, or what is stored is no token at all. */
const isOver = ({ status }: Response): boolean => status === 401 || status === 422;

export const createSession = (parts: SessionParts): Session => {
  const { storage, exclusively } = parts;
  const current = createCurrent(storage);
  const post = createPost(parts);

  /** Writes down what the server gave, in an order in which a crash loses nothing, and then shows it. */
  const keep = async (session: ServerSession): Promise<void> => {
    await storage.saveToken(session.refreshToken);
    const server = await parts.server();
    const { user, team, accessToken, deviceToken } = session;
    // Before the profile: a crash in between leaves the workspace as it was.
    if (current.snapshot().isLocal) joinLater(storage, { server, teamId: team.id, userId: user.id });
    const profile = { user, team, server };
    storage.saveProfile(profile);
    storage.saveDevice(user.email, deviceToken);
    await storage.keep();
    current.apply({ type: 'entered', profile, accessToken });
  };

  const forget = async (problem?: SessionProblem): Promise<void> => {
    current.apply({ type: 'expired' });
    await storage.saveToken(undefined);
    storage.saveProfile(undefined);
    await storage.keep();
    current.apply({ type: 'ended', ...(problem && { problem }) });
  };

  const enter = async (path: string, body: unknown): Promise<boolean> => {
    try {
      const response = await post(path, body);
      if (!response.ok) {
        current.apply({ type: 'failed', problem: await readProblem(response) });
        return false;
      }
      const session = sessionSchema.parse(await response.json());
      await exclusively(() => keep(session));
      return true;
    } catch (error) {
      current.apply({ type: 'failed', problem: networkProblem(error) });
      return false;
    }
  };

  const renew = (): Promise<string> =>
    exclusively(async () => {
      const end = async (problem?: SessionProblem) => {
        await forget(problem);
        return failureOf({ ...(problem ?? sessionOver), code: 'auth.required' });
      };
      const refreshToken = await storage.loadToken();
      // Without a profile another tab has signed out, which is no failure to tell of.
      if (refreshToken === undefined) throw await end(storage.loadProfile() && sessionOver);
      const response = await post('/api/v1/auth/refresh', { refreshToken });
      if (isOver(response)) throw await end(await readProblem(response));
      if (!response.ok) throw new TypeError(`The server answered ${response.status} to the refresh.`);
      const session = sessionSchema.parse(await response.json());
      await keep(session);
      return session.accessToken;
    });
  const authorizedFetch = createAuthorizedFetch({ ...parts, state: current.state, renew });

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
      return enter('/api/v1/auth/login', { email, password, ...(deviceToken !== undefined && { deviceToken }) });
    },
    register: (account) => enter('/api/v1/auth/register', account),
    redeemLink: async (token) => {
      if (await enter('/api/v1/auth/link', { token })) return 'entered';
      return (await outlivesUsedLink(current, authorizedFetch)) ? 'stayed' : 'refused';
    },
    signOut: () =>
      exclusively(async () => {
        const token = await storage.loadToken();
        await forget();
        // Without a network the server never hears of it; the token is erased here all the same.
        if (token !== undefined) await post('/api/v1/auth/logout', { refreshToken: token }).catch(() => undefined);
      }),
    authorizedFetch,
  };
};

type Current = ReturnType<typeof createCurrent>;

/** The state of the session now, which listeners are told of. */
const createCurrent = (storage: SessionStorage) => {
  const listeners = createListeners();
  let state = openingState(storage.loadProfile());
  return {
    state: () => state,
    snapshot: (): SessionSnapshot => state.snapshot,
    subscribe: listeners.subscribe,
    apply: (event: SessionEvent): void => {
      const { snapshot } = state;
      state = sessionAfter(state, event);
      if (state.snapshot !== snapshot) listeners.tell();
    },
  };
};

const createPost =
  ({ fetch, baseUrl }: SessionParts) =>
  (path: string, body: unknown): Promise<Response> =>
    fetch(`${baseUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_MS),
    });

const joinLater = (storage: SessionStorage, joins: NonNullable<LocalWorkspace['joins']>): void => {
  const local = storage.loadLocal();
  if (local) storage.saveLocal({ ...local, joins });
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
const outlivesUsedLink = async (current: Current, fetch: Session['authorizedFetch']): Promise<boolean> => {
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
