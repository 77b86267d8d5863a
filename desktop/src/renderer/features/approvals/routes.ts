import { createRoute } from '@tanstack/react-router';
import { lazyPart } from '../../base/load-part.ts';
import { rootRoute } from '../../base/root-route.ts';
import { readApprovalsAddress } from './approvals-address.ts';

const approvals = createRoute({
  getParentRoute: () => rootRoute,
  path: '/approvals',
  component: lazyPart(() => import('./approvals-screen.tsx'), 'ApprovalsScreen'),
  validateSearch: readApprovalsAddress,
});
/** The screen above shows the one that is named. */
const approval = createRoute({ getParentRoute: () => approvals, path: '$approvalId' });

export const approvalRoutes = [approvals.addChildren([approval])] as const;
