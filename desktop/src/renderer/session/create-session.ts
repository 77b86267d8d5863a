import {
  type Session as ServerSession,
  sessionSchema,
  type Team,
  type User,
} from '@inbetwin/shared/contracts/accounts.ts';
import { type ErrorCode, Failure, problemSchema } from '@inbetwin/shared/contracts/errors.ts';
import { createListeners } from '../base/listeners.ts';
import type { LocalWorkspace, SessionStorage } from './session-storage.ts';

export type SessionError = { readonly code: ErrorCode | 'network'; readonly message: string; readonly hint: string };

/** A person in a workspace without a server has no address. */
type Person = Pick<User, 'id' | 'name'> & Partial<Pick<User, 'email'>>;

export type SessionSnapshot = {
  readonly state: 'loading' | 'signed-out' | 'signed-in';
  /** No server has ever heard of this workspace: there is neither a team nor a `server`. */
  readonly isLocal?: true;
  readonly user?: Person;
  readonly team?: Team;
  /** Which server the person belongs to; local data of two servers never mix. */
  readonly server?: string;
  /** Why the last attempt failed, or why the session ended. */
  readonly error?: SessionError;
};

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
  const listeners = createListeners();
  let snapshot: SessionSnapshot = fromProfile(parts.storage);
  let accessToken: string | undefined;
  let refreshing: Promise<string> | undefined;

  const publish = (next: SessionSnapshot): void => {
    snapshot = next;
    listeners.tell();
  };

  const post = (path: string, body: unknown): Promise<Response> =>
    parts.fetch(`${parts.baseUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_MS),
    });

  const keep = async (session: ServerSession): Promise<void> => {
    await parts.storage.saveToken(session.refreshToken);
    const server = await parts.server();
    const profile = { user: session.user, team: session.team, server };
    // Before the profile: a crash in between leaves the workspace as it was.
    if (snapshot.isLocal) joinLater({ server, teamId: session.team.id, userId: session.user.id });
    parts.storage.saveProfile(profile);
    parts.storage.saveDevice(session.user.email, session.deviceToken);
    await parts.storage.keep();
    accessToken = session.accessToken;
    publish({ state: 'signed-in', ...profile });
  };

  const joinLater = (joins: NonNullable<LocalWorkspace['joins']>): void => {
    const local = parts.storage.loadLocal();
    if (local) parts.storage.saveLocal({ ...local, joins });
  };

  const startLocal = (name: string): void => {
    const newId = parts.newId ?? (() => crypto.randomUUID());
    const { joins: _, ...user } = parts.storage.loadLocal() ?? { id: `local-${newId()}`, name };
    parts.storage.saveLocal(user);
    const profile = { user, isLocal: true } as const;
    parts.storage.saveProfile(profile);
    void parts.storage.keep();
    publish({ state: 'signed-in', ...profile });
  };

  const keepLocal = (local: LocalWorkspace | undefined): void => {
    parts.storage.saveLocal(local);
    void parts.storage.keep();
  };

  const forget = async (error?: SessionError): Promise<void> => {
    accessToken = undefined;
    await parts.storage.saveToken(undefined);
    parts.storage.saveProfile(undefined);
    await parts.storage.keep();
    publish({ state: 'signed-out', ...(error && { error }) });
  };

  const enter = async (path: string, body: unknown): Promise<boolean> => {
    try {
      const response = await post(path, body);
      if (!response.ok) {
        publish({ ...snapshot, error: await readError(response) });
        return false;
      }
      const session = sessionSchema.parse(await response.json());
      await parts.exclusively(() => keep(session));
      return true;
    } catch (error) {
      publish({ ...snapshot, error: networkError(error) });
      return false;
    }
  };

  const renew = (): Promise<string> =>
    parts.exclusively(async () => {
      const token = await parts.storage.loadToken();
      if (token === undefined) throw await endSession();
      const response = await post('/api/v1/auth/refresh', { refreshToken: token });
      if (isOver(response)) throw await endSession(await readError(response));
      if (!response.ok) throw new TypeError(`The server answered ${response.status} to the refresh.`);
      const session = sessionSchema.parse(await response.json());
      await keep(session);
      return session.accessToken;
    });

  const endSession = async (error: SessionError = sessionOver): Promise<Failure> => {
    await forget(error);
    return new Failure('auth.required', error.message, error.hint);
  };

  /** One refresh at a time, however many requests found their token expired. */
  const freshToken = (expired: string | undefined): Promise<string> => {
    if (accessToken !== undefined && accessToken !== expired) return Promise.resolve(accessToken);
    refreshing ??= renew().finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  };

  const authorizedFetch = async (path: string, init: RequestInit = {}): Promise<Response> => {
    if (snapshot.isLocal) throw new Failure('auth.required', 'This workspace has no server.', 'Join a team first.');
    const owner = ownerOf(snapshot);
    if (owner === undefined) throw new Failure('auth.required', 'Nobody is signed in.', 'Sign in.');
    const send = (token: string): Promise<Response> => {
      // Another tab may have signed somebody else in meanwhile: this request is not theirs.
      if (ownerOf(snapshot) !== owner) throw new Failure('auth.required', 'Somebody else signed in.', 'Try again.');
      const headers = new Headers(init.headers);
      headers.set('authorization', `Bearer ${token}`);
      return parts.fetch(`${parts.baseUrl}${path}`, { ...init, headers });
    };
    const token = accessToken ?? (await freshToken(undefined));
    const response = await send(token);
    if (response.status !== 401) return response;
    await response.body?.cancel();
    return send(await freshToken(token));
  };

  const redeemLink = async (token: string): Promise<'entered' | 'stayed' | 'refused'> => {
    if (await enter('/api/v1/auth/link', { token })) return 'entered';
    const { error, state, isLocal } = snapshot;
    if (error?.code !== 'auth.link_used' || state !== 'signed-in' || isLocal) return 'refused';
    const isAlive = await isSessionAlive();
    const { error: _, ...stayed } = snapshot;
    // That the link is used up is what the person asks about, and not that an older session has ended.
    publish(isAlive ? stayed : { ...stayed, error });
    return isAlive ? 'stayed' : 'refused';
  };

  /** Without a network a session counts as alive: its workspace can be used. */
  const isSessionAlive = async (): Promise<boolean> => {
    try {
      await authorizedFetch('/api/v1/auth/me');
    } catch {
      // A session that is over has been forgotten by now.
    }
    return snapshot.state === 'signed-in';
  };

  const readAgain = (): void => {
    const stored = fromProfile(parts.storage);
    const same = stored.state === snapshot.state && stored.user?.id === snapshot.user?.id;
    if (same && stored.team?.id === snapshot.team?.id) return;
    accessToken = undefined;
    publish(stored);
  };
  parts.storage.onChange(readAgain);

  return {
    snapshot: () => snapshot,
    subscribe: listeners.subscribe,
    restore: async () => {
      if (await parts.storage.restore()) readAgain();
    },
    local: parts.storage.loadLocal,
    startLocal,
    keepLocal,
    signIn: ({ email, password }) => {
      const deviceToken = parts.storage.loadDevice(email.trim().toLowerCase());
      return enter('/api/v1/auth/login', { email, password, ...(deviceToken !== undefined && { deviceToken }) });
    },
    register: (account) => enter('/api/v1/auth/register', account),
    redeemLink,
    signOut: () =>
      parts.exclusively(async () => {
        const token = await parts.storage.loadToken();
        await forget();
        // Without a network the server never hears of it; the token is erased here all the same.
        if (token !== undefined) await post('/api/v1/auth/logout', { refreshToken: token }).catch(() => undefined);
      }),
    authorizedFetch,
  };
};

const ownerOf = ({ state, user, team, server }: SessionSnapshot): string | undefined =>
  state === 'signed-in' && user && team ? JSON.stringify([server, team.id, user.id]) : undefined;

const sessionOver: SessionError = {
  code: 'auth.required',
  message: 'The session has ended.',
  hint: 'Sign in again; nothing that you wrote is lost.',
};

const fromProfile = (storage: SessionStorage): SessionSnapshot => {
  const profile = storage.loadProfile();
  return profile ? { state: 'signed-in', ...profile } : { state: 'signed-out' };
};

const readError = async (response: Response): Promise<SessionError> => {
  const parsed = problemSchema.safeParse(await response.json().catch(() => undefined));
  if (parsed.success) return { code: parsed.data.code, message: parsed.data.detail, hint: parsed.data.hint };
  return { code: 'server.error', message: `The server answered ${response.status}.`, hint: 'Try again in a moment.' };
};

const networkError = (cause: unknown): SessionError => ({
  code: 'network',
  message: cause instanceof Error ? cause.message : String(cause),
  hint: 'Check the connection to the server and try again.',
});
