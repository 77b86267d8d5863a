import type { ReactNode } from 'react';
import { WorkspaceProvider } from '../database/use-live.ts';
import { StorageScreen } from './storage-screen.tsx';

/** The local database opened, or why it cannot be. */
export const WorkspaceGate = ({ children }: { readonly children: ReactNode }) => (
  <WorkspaceProvider
    failed={(failure, workspaceName) => <StorageScreen failure={failure} workspaceName={workspaceName} />}
  >
    {children}
  </WorkspaceProvider>
);
