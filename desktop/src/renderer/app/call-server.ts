import { Failure, problemSchema } from '@inbetwin/shared/contracts/errors.ts';
import { type RouteName, type RouteOutput, routes } from '@inbetwin/shared/contracts/http.ts';
import { authorizedFetch } from '../session/session.ts';

type Call = { readonly params?: Record<string, string>; readonly body?: unknown };

/** Calls a JSON route of the server. Throws its problem as a `Failure`, and a `TypeError` when it is away. */
export const callServer = async <N extends RouteName>(name: N, call: Call = {}): Promise<RouteOutput<N>> => {
  const { method, path, response } = routes[name];
  const url = path.replaceAll(/:(\w+)/g, (_, key: string) => encodeURIComponent(call.params?.[key] ?? ''));
  const answer = await authorizedFetch(url, {
    method: method.toUpperCase(),
    ...(call.body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(call.body) }),
  });
  if (!answer.ok) throw await failureOf(answer);
  const body: unknown = answer.status === 204 ? null : await answer.json();
  return response.parse(body) as RouteOutput<N>;
};

const failureOf = async (answer: Response): Promise<Failure> => {
  const problem = problemSchema.safeParse(await answer.json().catch(() => undefined));
  if (problem.success) return new Failure(problem.data.code, problem.data.detail, problem.data.hint);
  return new Failure('server.error', `The server answered ${answer.status}.`, 'Try again in a moment.');
};
