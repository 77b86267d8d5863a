import { createRoute } from '@tanstack/react-router';
import { lazyPart } from '../../base/load-part.ts';
import { rootRoute } from '../../base/root-route.ts';

const settings = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  component: lazyPart(() => import('./settings-screen.tsx'), 'SettingsScreen'),
});

const signedIn = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/signed-in/$answer',
  component: lazyPart(() => import('./channels/signed-in-screen.tsx'), 'SignedInScreen'),
});

export const settingsRoutes = [settings, signedIn] as const;
