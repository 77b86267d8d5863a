import type { ReactNode } from 'react';
import { AdoptingScreen } from '../../features/sign-in/adopting-screen.tsx';
import { WorkspaceProvider } from '../../workspace/workspace-provider.ts';
import { StorageScreen } from './storage-screen.tsx';

/** Opens the local database, and shows progress or an explanation if it cannot be opened. */
export const WorkspaceGate = ({ children }: { readonly children: ReactNode }) => (
  <WorkspaceProvider
    adopting={(adopting) => <AdoptingScreen adopting={adopting} />}
    failed={(failure, workspaceName) => <StorageScreen failure={failure} workspaceName={workspaceName} />}
  >
    {children}
  </WorkspaceProvider>
);
