import { createRoute } from '@tanstack/react-router';
import { lazyPart } from '../../base/load-part.ts';
import { rootRoute } from '../../base/root-route.ts';

const leads = createRoute({
  getParentRoute: () => rootRoute,
  path: '/leads',
  component: lazyPart(() => import('./leads-screen.tsx'), 'LeadsScreen'),
});

/** The routes of this feature. */
export const leadRoutes = [leads] as const;
