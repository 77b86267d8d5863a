import type { ReactNode } from 'react';
import { AdoptingScreen } from '../../features/sign-in/adopting-screen.tsx';
import { WorkspaceProvider } from '../../workspace/workspace-provider.ts';
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
