import { createRoute } from '@tanstack/react-router';
import { lazyPart } from '../../base/load-part.ts';
import { rootRoute } from '../../base/root-route.ts';
import { readLabAddress } from './lab-address.ts';

const lab = createRoute({
  getParentRoute: () => rootRoute,
  path: '/knowledge/lab',
  component: lazyPart(() => import('./search-lab-screen.tsx'), 'SearchLabScreen'),
  validateSearch: readLabAddress,
});

/** The routes of this feature. */
export const searchLabRoutes = [lab] as const;
