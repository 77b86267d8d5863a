import { type Session as ServerSession, sessionSchema } from '@inbetwin/shared/contracts/accounts.ts';
import { createListeners } from '../base/listeners.ts';
import { failureOf, networkProblem, readProblem, type SessionProblem, sessionOver } from './problems.ts';
import { openingState, type SessionEvent, type SessionSnapshot, sessionAfter } from './session-state.ts';
import type { LocalWorkspace, SessionStorage } from './session-storage.ts';

export type SessionParts = {
  readonly fetch: typeof fetch;
  /** Without a trailing slash; empty for the page's own origin. */
  readonly baseUrl: string;
  readonly server: () => Promise<string>;
  readonly storage: SessionStorage;
  /** Runs `task` while no other tab runs one, because a refresh token that two tabs use at once is revoked. */
  readonly exclusively: <T>(task: () => Promise<T>) => Promise<T>;
  readonly newId?: () => string;
};

/** A server that accepts a request and never answers must not block the other tabs. Milliseconds. */
const ANSWER_MS = 30_000;

/** The server will never accept this token: the session has ended, or the stored value is not a token. */
const isOver = ({ status }: Response): boolean => status === 401 || status === 422;

/** The present state of the session, and what the functions below need to change it together with the server. */
export type Exchange = SessionParts & {
  readonly current: Current;
  readonly post: (path: string, body: unknown) => Promise<Response>;
};

export const openExchange = (parts: SessionParts): Exchange => ({
  ...parts,
  current: createCurrent(parts.storage),
  post: createPost(parts),
});

/** Signs in with a request that the server answers with a session. Resolves to whether it succeeded; the state says why not. */
export const enter = async (exchange: Exchange, path: string, body: unknown): Promise<boolean> => {
  const { current, post, exclusively } = exchange;
  try {
    const response = await post(path, body);
    if (!response.ok) {
      current.apply({ type: 'failed', problem: await readProblem(response) });
      return false;
    }
    const session = sessionSchema.parse(await response.json());
    await exclusively(() => keep(exchange, session));
    return true;
  } catch (error) {
    current.apply({ type: 'failed', problem: networkProblem(error) });
    return false;
  }
};

/** Goes on with the session in a response. Throws the server's `Failure` if there is none. */
export const adopt = async (exchange: Exchange, response: Response): Promise<void> => {
  if (!response.ok) throw failureOf(await readProblem(response));
  const session = sessionSchema.parse(await response.json());
  await exchange.exclusively(() => keep(exchange, session));
};

/** Exchanges the refresh token for a new access token. Ends the session, and rejects, if the server no longer accepts it. */
export const renew = (exchange: Exchange): Promise<string> => {
  const { storage, post, exclusively } = exchange;
  const end = async (problem?: SessionProblem) => {
    await forget(exchange, problem);
    return failureOf({ ...(problem ?? sessionOver), code: 'auth.required' });
  };
  return exclusively(async () => {
    const refreshToken = await storage.loadToken();
    // Without a profile, another tab has signed out, which is not an error to report.
    if (refreshToken === undefined) throw await end(storage.loadProfile() && sessionOver);
    const response = await post('/api/v1/auth/refresh', { refreshToken });
    if (isOver(response)) throw await end(await readProblem(response));
    if (!response.ok) throw new TypeError(`The server answered ${response.status} to the refresh.`);
    const session = sessionSchema.parse(await response.json());
    await keep(exchange, session);
    return session.accessToken;
  });
};

/** Signs out here, and on the server if it can be reached. */
export const leave = (exchange: Exchange): Promise<void> =>
  exchange.exclusively(async () => {
    const token = await exchange.storage.loadToken();
    await forget(exchange);
    // If the server cannot be reached it never learns of it; the token is erased here nevertheless.
    if (token !== undefined) await exchange.post('/api/v1/auth/logout', { refreshToken: token }).catch(() => undefined);
  });

/** Stores what the server returned, in an order in which a crash loses nothing, and then publishes it. */
const keep = async ({ storage, current, ...parts }: Exchange, session: ServerSession): Promise<void> => {
  await storage.saveToken(session.refreshToken);
  const server = await parts.server();
  const { user, team, accessToken, deviceToken } = session;
  // Stored before the profile: after a crash in between, the workspace is as it was.
  if (current.snapshot().isLocal) joinLater(storage, { server, teamId: team.id, userId: user.id });
  const profile = { user, team, server };
  storage.saveProfile(profile);
  storage.saveDevice(user.email, deviceToken);
  await storage.keep();
  current.apply({ type: 'entered', profile, accessToken });
};

const forget = async ({ storage, current }: Exchange, problem?: SessionProblem): Promise<void> => {
  current.apply({ type: 'expired' });
  await storage.saveToken(undefined);
  storage.saveProfile(undefined);
  await storage.keep();
  current.apply({ type: 'ended', ...(problem && { problem }) });
};

type Current = ReturnType<typeof createCurrent>;

/** The state of the session, which notifies its listeners of every change. */
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
