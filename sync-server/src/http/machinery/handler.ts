import type { RouteInput, RouteName, RouteOutput, RouteProgress, routes } from '@inbetwin/shared/contracts/http.ts';
import type { Caller } from '../../accounts/access-token.ts';
import type { Services } from './services.ts';

type CallerOf<N extends RouteName> = (typeof routes)[N]['access'] extends 'public' ? undefined : Caller;

/** A request of route `N`: parsed, and its caller known and allowed. */
export type Call<N extends RouteName> = RouteInput<N> & {
  readonly services: Services;
  readonly caller: CallerOf<N>;
  /** The versions of which one has to be there for a change, as the caller has sent them. */
  readonly ifMatch: string | undefined;
  /** Aborts when the caller has left: nobody waits for the answer. */
  readonly signal: AbortSignal;
  /** There for who wants to be told while it is worked on. */
  readonly tell?: (told: RouteProgress<N>) => void;
};

export type Handler<N extends RouteName> = (call: Call<N>) => Promise<RouteOutput<N>>;

/** One handler per route: a route without one does not compile. */
export type Handlers = { readonly [N in RouteName]: Handler<N> };
