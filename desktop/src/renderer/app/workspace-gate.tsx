import type { ReactNode } from 'react';
import { WorkspaceProvider } from '../database/workspace-provider.ts';
import { AdoptingScreen } from '../features/local/adopting-screen.tsx';
import { StorageScreen } from './storage-screen.tsx';

/** The local database opened, or why it cannot be. */
export const WorkspaceGate = ({ children }: { readonly children: ReactNode }) => (
  <WorkspaceProvider
    adopting={(adopting) => <AdoptingScreen adopting={adopting} />}
    failed={(failure, workspaceName) => <StorageScreen failure={failure} workspaceName={workspaceName} />}
  >
    {children}
  </WorkspaceProvider>
);
