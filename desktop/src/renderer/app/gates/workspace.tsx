import { RouterProvider } from '@tanstack/react-router';
import { router } from '../router.ts';
import { WorkspaceGate } from './workspace-gate.tsx';

/** Everything that a signed-in person sees, in a separate chunk from the sign-in screen. */
export const Workspace = () => (
  <WorkspaceGate>
    <RouterProvider router={router} />
  </WorkspaceGate>
);
