import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { ownerOf, type SessionState } from './session-state.ts';

type Parts = {
  readonly fetch: typeof fetch;
  /** Without a trailing slash; empty for the page's own origin. */
  readonly baseUrl: string;
  readonly state: () => SessionState;
  /** Requests a new access token. Throws a `Failure` `auth.required` if the session has ended. */
  readonly renew: () => Promise<string>;
};

/** `fetch` on behalf of the signed-in person; an expired access token is renewed transparently. */
export const createAuthorizedFetch = ({ fetch, baseUrl, state, renew }: Parts) => {
  let renewing: Promise<string> | undefined;

  /** One renewal at a time, however many requests have found their token expired. */
  const freshToken = (expired: string | undefined): Promise<string> => {
    const { accessToken } = state();
    if (accessToken !== undefined && accessToken !== expired) return Promise.resolve(accessToken);
    renewing ??= renew().finally(() => {
      renewing = undefined;
    });
    return renewing;
  };

  const sendAs = (owner: string, token: string, path: string, init: RequestInit): Promise<Response> => {
    // Another tab may have signed a different person in, who did not make this request.
    if (ownerOf(state().snapshot) !== owner) {
      throw new Failure('auth.required', 'Somebody else signed in.', 'Try again.');
    }
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${token}`);
    return fetch(`${baseUrl}${path}`, { ...init, headers });
  };

  return async (path: string, init: RequestInit = {}): Promise<Response> => {
    const { snapshot, accessToken } = state();
    if (snapshot.isLocal) throw new Failure('auth.required', 'This workspace has no server.', 'Join a team first.');
    const owner = ownerOf(snapshot);
    if (owner === undefined) throw new Failure('auth.required', 'Nobody is signed in.', 'Sign in.');
    const token = accessToken ?? (await freshToken(undefined));
    const response = await sendAs(owner, token, path, init);
    if (response.status !== 401) return response;
    await response.body?.cancel();
    return sendAs(owner, await freshToken(token), path, init);
  };
};
