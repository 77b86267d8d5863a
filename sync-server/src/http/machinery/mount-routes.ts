import { hasCode } from '@inbetwin/shared/contracts/errors.ts';
import {
  type RouteInput,
  type RouteName,
  type RouteOutput,
  type RouteProgress,
  routes,
} from '@inbetwin/shared/contracts/http.ts';
import type { RouteDefinition } from '@inbetwin/shared/contracts/route.ts';
import type { Request, RequestHandler, Response, Router } from 'express';
import { z } from 'zod';
import type { Caller } from '../../accounts/access-token.ts';
import type { Accounts } from '../../accounts/accounts.ts';
import { createJsonReader } from '../bodies/body.ts';
import { answerInLines, type Queue, wantsLines } from '../bodies/lines.ts';
import { readUpload } from '../bodies/upload.ts';
import { type AccountGuard, createAccountGuard } from '../limits/account-limits.ts';
import { type AuthGuard, createAuthLimits } from '../limits/auth-limits.ts';
import { queueProgress } from '../routes/agents.ts';
import { importUpload } from '../routes/knowledge.ts';
import { authenticate } from './authenticate.ts';
import type { Call } from './handler.ts';
import { handlers } from './handlers.ts';
import { type FieldErrors, fieldErrorsOf, InvalidFields } from './invalid-fields.ts';
import { requireAdmin } from './rights.ts';
import type { Services } from './services.ts';
import { versionOf } from './versions.ts';

const routeNames = Object.keys(routes) as RouteName[];

/** Serves all routes of the contract. */
export const mountRoutes = (router: Router, services: Services): void => {
  const guards = {
    auth: createAuthLimits({ limits: services.authLimits, clock: services.clock }),
    account: createAccountGuard(services.accountLimits),
  };
  for (const name of routeNames) {
    const { method, path } = routes[name];
    router[method](path, createEndpoint(name, services, guards));
  }
};

type Guards = { readonly auth: AuthGuard; readonly account: AccountGuard };

/** Handles a request from start to finish: authentication, limits, parsing, the handler, and the response. */
const createEndpoint = <N extends RouteName>(name: N, services: Services, guards: Guards): RequestHandler => {
  const route: RouteDefinition = routes[name];
  const readJson = createJsonReader(name, services.intake);

  const serve = async ({ request, response }: Exchange, caller: Caller | undefined, body: unknown): Promise<void> => {
    const input = parseInput(name, { params: request.params, query: request.query, body });
    const signal = untilClosed(response);
    const attempt = { route: name, address: request.ip ?? '', ...namedIn(input.body, services.accounts) };
    await guards.auth.admit(attempt, signal);
    const work = async (tell?: (told: RouteProgress<N>) => void): Promise<RouteOutput<N>> => {
      // `caller` is defined exactly when the route's `access` is not public, as `Call` declares.
      const ifMatch = request.get('If-Match');
      const use = { device: request.get('User-Agent'), address: request.ip };
      const output = await handlers[name]({ ...input, services, caller, use, ifMatch, signal, tell } as Call<N>);
      await guards.auth.forgive(attempt);
      return output;
    };
    try {
      const inLines = route.progress !== undefined && wantsLines(request);
      if (inLines) await answerInLines({ request, response }, queues[name] ?? inTurn, work);
      else answer(response, route, await work());
    } catch (error) {
      // The request was stopped because the client disconnected, so there is no one to answer.
      if (!(signal.aborted && hasCode(error, 'server.stopping'))) throw error;
    }
  };

  return async (request, response) => {
    const caller = await admitCaller(name, services, request);
    if (caller) await guards.account.admit(name, caller);
    if (route.upload && caller && request.is('multipart/form-data')) {
      const source = await importUpload(services, caller, (target) => readUpload(request, response, target));
      answer(response, route, source);
      return;
    }
    const exchange = { request, response, teamId: caller?.teamId };
    if (route.body) await readJson(exchange, (body) => serve(exchange, caller, body));
    else await serve(exchange, caller, undefined);
  };
};

type Exchange = { readonly request: Request; readonly response: Response };

/** How the progress reports of a route are queued for a slow reader. */
const queues: { readonly [N in RouteName]?: Queue<RouteProgress<N>> } = { testAgent: queueProgress };
const inTurn = <Told>(waiting: readonly Told[], told: Told): readonly Told[] => [...waiting, told];

const untilClosed = (response: Response): AbortSignal => {
  const closed = new AbortController();
  if (response.closed) closed.abort();
  else response.once('close', () => closed.abort());
  return closed.signal;
};

const admitCaller = async (name: RouteName, services: Services, request: Request): Promise<Caller | undefined> => {
  const { access } = routes[name];
  if (access === 'public') return undefined;
  const caller = await authenticate(request, services.accounts);
  if (access === 'admin') requireAdmin(caller);
  return caller;
};

/** Throws one `request.invalid` with everything that is wrong in the path, query, and body. */
const parseInput = <N extends RouteName>(
  name: N,
  given: Record<'params' | 'query' | 'body', unknown>,
): RouteInput<N> => {
  const route: RouteDefinition = routes[name];
  const errors: FieldErrors = [];
  const parse = (schema: z.ZodType | undefined, value: unknown, place: string): unknown => {
    if (!schema) return undefined;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    errors.push(...fieldErrorsOf(parsed.error, place));
    return undefined;
  };
  const input = {
    params: parse(route.params, given.params, 'params'),
    query: parse(route.query, given.query, 'query'),
    body: parse(route.body, given.body, ''),
  };
  if (errors.length > 0) throw new InvalidFields(errors);
  // Parsed by the same schemas that `RouteInput` is inferred from.
  return input as RouteInput<N>;
};

const namedSchema = z.object({ email: z.string(), deviceToken: z.string().optional() });

/** The account that a sign-in names, and the device if that account knows it. */
const namedIn = (body: unknown, accounts: Accounts) => {
  const { email, deviceToken } = namedSchema.safeParse(body).data ?? {};
  const isTold = email !== undefined && deviceToken !== undefined;
  return { email, device: isTold ? accounts.knownDevice(deviceToken, email) : undefined };
};

const answer = (response: Response, route: RouteDefinition, output: unknown): void => {
  const { status } = route;
  response.set('Cache-Control', 'no-store').status(status);
  const shown = shownIn(route, output);
  if (shown !== undefined) response.set('ETag', versionOf(shown));
  if (status === 204) response.end();
  else response.json(output);
};

/** The versioned resource within a response, if the route returns one. */
const shownIn = ({ method, versioned }: RouteDefinition, output: unknown): unknown => {
  if (versioned === undefined || method === 'delete') return undefined;
  return versioned === true ? output : (output as Readonly<Record<string, unknown>>)[versioned];
};
