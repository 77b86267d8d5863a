import { createRoute } from '@tanstack/react-router';
import { lazyPart } from '../../base/load-part.ts';
import { rootRoute } from '../../base/root-route.ts';

const settings = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  component: lazyPart(() => import('./settings-screen.tsx'), 'SettingsScreen'),
});

export const settingsRoutes = [settings] as const;
