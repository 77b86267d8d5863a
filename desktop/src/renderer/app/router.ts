import { createHashHistory, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { rootRoute } from '../base/root-route.ts';
import { agentRoutes } from '../features/agents/routes.ts';
import { approvalRoutes } from '../features/approvals/routes.ts';
import { contactRoutes } from '../features/contacts/routes.ts';
import { inboxRoutes } from '../features/inbox/routes.ts';
import { knowledgeRoutes } from '../features/knowledge/routes.ts';
import { leadRoutes } from '../features/leads/routes.ts';
import { searchLabRoutes } from '../features/search-lab/routes.ts';
import { settingsRoutes } from '../features/settings/routes.ts';
import { syncRoutes } from '../features/sync/routes.ts';
import { NotFoundScreen } from './shell/not-found-screen.tsx';
import { Shell } from './shell/shell.tsx';

const start = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/inbox' });
  },
});

/** The routes of all features. */
const routeTree = rootRoute
  .update({ component: Shell, notFoundComponent: NotFoundScreen })
  .addChildren([
    start,
    ...inboxRoutes,
    ...approvalRoutes,
    ...leadRoutes,
    ...contactRoutes,
    ...knowledgeRoutes,
    ...searchLabRoutes,
    ...agentRoutes,
    ...settingsRoutes,
    ...syncRoutes,
  ]);

/** The application's router, with its routes in the URL fragment. */
export const router = createRouter({ history: createHashHistory(), routeTree });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
