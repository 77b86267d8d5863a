import type { RouteInput, RouteName, RouteOutput, RouteProgress, routes } from '@inbetwin/shared/contracts/http.ts';
import type { Caller } from '../../accounts/access-token.ts';
import type { SessionUse } from '../../accounts/sessions.ts';
import type { Services } from './services.ts';

type CallerOf<N extends RouteName> = (typeof routes)[N]['access'] extends 'public' ? undefined : Caller;

/** A parsed request of route `N` from an authorized caller. */
export type Call<N extends RouteName> = RouteInput<N> & {
  readonly services: Services;
  readonly caller: CallerOf<N>;
  /** Where the request comes from. */
  readonly use: SessionUse;
  /** The `If-Match` header: the change applies only if the resource has one of these versions. */
  readonly ifMatch: string | undefined;
  /** Aborts when the client disconnects. */
  readonly signal: AbortSignal;
  /** Reports progress; present only if the client asked for progress lines. */
  readonly tell?: (told: RouteProgress<N>) => void;
};

/** Handles one route; it returns what the route's response schema declares, or throws a `Failure`. */
export type Handler<N extends RouteName> = (call: Call<N>) => Promise<RouteOutput<N>>;

/** One handler per route; a missing one is a compile error. */
export type Handlers = { readonly [N in RouteName]: Handler<N> };
