import { RouterProvider } from '@tanstack/react-router';
import { router } from '../router.ts';
import { WorkspaceGate } from './workspace-gate.tsx';

/** All that somebody who is signed in sees. Loaded apart from what signs them in. */
export const Workspace = () => (
  <WorkspaceGate>
    <RouterProvider router={router} />
  </WorkspaceGate>
);
