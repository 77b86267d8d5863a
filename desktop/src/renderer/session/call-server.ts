import type { RouteDefinition } from '@inbetwin/shared/contracts/route.ts';
import type { z } from 'zod';
import { failureOf, readProblem } from './problems.ts';
import { authorizedFetch } from './session.ts';

export type Call = {
  readonly params?: Record<string, string>;
  /** Undefined values are omitted. */
  readonly query?: Record<string, string | number | undefined>;
  readonly body?: unknown;
};

/**
 * Calls a JSON route of the server. Throws its error as a `Failure`, and a `TypeError` if it is unreachable. Takes the route itself instead
 * of its name, so that the page loads only the contracts that it uses.
 */
export const callServer = async <R extends RouteDefinition>(
  route: R,
  call: Call = {},
): Promise<z.infer<R['response']>> => {
  const answer = await requestServer(route, call);
  const body: unknown = answer.status === 204 ? null : await answer.json();
  return route.response.parse(body) as z.infer<R['response']>;
};

/** The response as soon as its headers have arrived, if it is a success; otherwise throws as `callServer` does. */
export const requestServer = async (
  { method, path }: RouteDefinition,
  { params, query = {}, body }: Call,
  { headers, ...init }: RequestInit = {},
): Promise<Response> => {
  const url = path.replaceAll(/:(\w+)/g, (_, key: string) => encodeURIComponent(params?.[key] ?? ''));
  const given = Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]));
  const search = given.length > 0 ? `?${new URLSearchParams(given)}` : '';
  const sent = new Headers(headers);
  if (body !== undefined) sent.set('content-type', 'application/json');
  const answer = await authorizedFetch(`${url}${search}`, {
    ...init,
    method: method.toUpperCase(),
    headers: sent,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (answer.ok) return answer;
  throw failureOf(await readProblem(answer));
};
