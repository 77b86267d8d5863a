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
/** The parent screen shows the request named in the address. */
const approval = createRoute({ getParentRoute: () => approvals, path: '$approvalId' });

/** The routes of this feature. */
export const approvalRoutes = [approvals.addChildren([approval])] as const;
