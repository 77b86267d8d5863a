import { createRoute } from '@tanstack/react-router';
import { lazyPart } from '../../base/load-part.ts';
import { rootRoute } from '../../base/root-route.ts';

const attention = createRoute({
  getParentRoute: () => rootRoute,
  path: '/attention',
  component: lazyPart(() => import('./attention-screen.tsx'), 'AttentionScreen'),
});

/** The routes of this feature. */
export const syncRoutes = [attention] as const;
