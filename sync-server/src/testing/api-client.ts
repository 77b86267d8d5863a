import type { RouteName, RouteOutput } from '@inbetwin/shared/contracts/http.ts';
import { routes } from '@inbetwin/shared/contracts/http.ts';
import { fetchToRead } from './fetch-to-read.ts';

type Call = {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

export type ApiClient = <N extends RouteName>(route: N, call?: Call) => Promise<RouteOutput<N>>;

/**
 * Calls the API as an integrator would; an answer that is not a success, or not as the contract says, is an error. `proxied`: headers
 * that a proxy in between adds.
 */
export const createApiClient = (
  url: string,
  accessToken?: string,
  proxied: Readonly<Record<string, string>> = {},
): ApiClient =>
  (async (name: RouteName, { params = {}, query = {}, body }: Call = {}) => {
    const route = routes[name];
    const path = route.path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(params[key] ?? ''));
    const send = route.method === 'get' || name === 'pull' ? fetchToRead : fetch;
    const response = await send(new URL(`${path}?${new URLSearchParams(query)}`, url), {
      method: route.method.toUpperCase(),
      headers: {
        ...proxied,
        ...(accessToken && { authorization: `Bearer ${accessToken}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.status !== route.status) throw new Error(`${name}: ${response.status} ${text}`);
    return route.response.parse(text === '' ? null : JSON.parse(text));
  }) as ApiClient;

/** Signs in with the link that a starting server prints. */
export const signInByLink = async (
  link: string,
): Promise<{ readonly api: ApiClient; readonly accessToken: string }> => {
  const token = link.split('/').at(-1);
  const { accessToken } = await createApiClient(link)('redeemLink', { body: { token } });
  return { api: createApiClient(link, accessToken), accessToken };
};
