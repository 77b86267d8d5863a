import { createRoute } from '@tanstack/react-router';
import { lazyPart } from '../../base/load-part.ts';
import { rootRoute } from '../../base/root-route.ts';

const contact = createRoute({
  getParentRoute: () => rootRoute,
  path: '/contacts/$contactId',
  component: lazyPart(() => import('./contact-screen.tsx'), 'ContactScreen'),
});

/** The routes of this feature. */
export const contactRoutes = [contact] as const;
