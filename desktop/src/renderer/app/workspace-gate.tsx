import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { WorkspaceProvider } from '../database/use-live.ts';
import { ErrorScreen } from './error-screen.tsx';

/** The local database opened, or why it cannot be. */
export const WorkspaceGate = ({ children }: { readonly children: ReactNode }) => {
  const { t } = useTranslation();
  return (
    <WorkspaceProvider
      failed={(error, retry) => (
        <ErrorScreen error={error} title={t('errors.storage')} hint={t('errors.storageHint')} onRetry={retry} />
      )}
    >
      {children}
    </WorkspaceProvider>
  );
};
