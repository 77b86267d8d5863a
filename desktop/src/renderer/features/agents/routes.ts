import { createRoute } from '@tanstack/react-router';
import { lazyPart } from '../../base/load-part.ts';
import { rootRoute, searchText } from '../../base/root-route.ts';
import { isRunFilter, type RunFilter } from './monitor/run-filters.ts';

const agents = createRoute({
  getParentRoute: () => rootRoute,
  path: '/agents',
  component: lazyPart(() => import('./agents-screen.tsx'), 'AgentsScreen'),
});
const agent = createRoute({
  getParentRoute: () => rootRoute,
  path: '/agents/$agentName',
  component: lazyPart(() => import('./editor/agent-screen.tsx'), 'AgentScreen'),
  validateSearch: (search: Record<string, unknown>): { readonly run?: string } => {
    const run = searchText(search.run);
    return run === undefined ? {} : { run };
  },
});
const wording = createRoute({
  getParentRoute: () => rootRoute,
  path: '/agents/wording',
  component: lazyPart(() => import('./wording/wording-screen.tsx'), 'WordingScreen'),
});
const monitor = createRoute({
  getParentRoute: () => rootRoute,
  path: '/agents/runs',
  component: lazyPart(() => import('./monitor/monitor-screen.tsx'), 'MonitorScreen'),
  validateSearch: ({ state }: Record<string, unknown>): { readonly state?: RunFilter } =>
    isRunFilter(state) ? { state } : {},
});
const trace = createRoute({
  getParentRoute: () => rootRoute,
  path: '/agents/runs/$runId',
  component: lazyPart(() => import('./trace/trace-screen.tsx'), 'TraceScreen'),
});

export const agentRoutes = [agents, agent, wording, monitor, trace] as const;
