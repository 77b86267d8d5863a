import type { z } from 'zod';
import { accountRoutes } from './accounts.ts';
import { agentRoutes } from './agents.ts';
import { channelRoutes } from './channels.ts';
import { customerRoutes } from './customers.ts';
import { demoRoutes } from './demo.ts';
import { knowledgeRoutes } from './knowledge.ts';
import { peopleRoutes } from './people.ts';
import { runRoutes } from './runs.ts';
import { syncRoutes } from './sync.ts';

/** All JSON routes: the single source of types, validation, OpenAPI, and the list of what is reachable. */
export const routes = {
  ...accountRoutes,
  ...peopleRoutes,
  ...knowledgeRoutes,
  ...customerRoutes,
  ...agentRoutes,
  ...runRoutes,
  ...channelRoutes,
  ...demoRoutes,
  ...syncRoutes,
} as const;

export type RouteName = keyof typeof routes;
type Routes = typeof routes;
type Parsed<N extends RouteName, Part extends string> = Routes[N] extends { [K in Part]: infer S extends z.ZodType }
  ? z.infer<S>
  : undefined;

/** The parsed request that a handler of route `N` receives. */
export type RouteInput<N extends RouteName> = {
  readonly params: Parsed<N, 'params'>;
  readonly query: Parsed<N, 'query'>;
  readonly body: Parsed<N, 'body'>;
};
export type RouteOutput<N extends RouteName> = z.infer<Routes[N]['response']>;
/** The progress reports of route `N`. */
export type RouteProgress<N extends RouteName> = Exclude<Parsed<N, 'progress'>, undefined>;
