import { Tooltip } from 'radix-ui';
import { Suspense } from 'react';
import { Toaster } from 'sonner';
import { blockedStorage } from '../database/storage-access.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { lazyPart } from './load-part.ts';
import { usePreferences } from './preferences.ts';
import { SessionGate } from './session-gate.tsx';
import { useOnePane } from './use-media.ts';

const StorageScreen = lazyPart(() => import('./storage-screen.tsx'), 'StorageScreen');

/** It takes a reload to change. */
const blocked = blockedStorage();

export const App = () => (
  <ErrorBoundary>
    <Tooltip.Provider delayDuration={400} skipDelayDuration={200}>
      <Suspense>{blocked ? <StorageScreen failure={blocked} /> : <SessionGate />}</Suspense>
      <Toasts />
    </Tooltip.Provider>
  </ErrorBoundary>
);

const Toasts = () => {
  const { theme } = usePreferences();
  const onePane = useOnePane();
  return (
    <Toaster
      theme={theme}
      position={onePane ? 'top-center' : 'bottom-left'}
      offset={{ bottom: 40, left: 72 }}
      duration={6000}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-72 items-center gap-3 max-panes:w-full rounded-card bg-surface px-4 py-3 text-13 text-text shadow-float [font-family:var(--font-sans)]',
          content: 'min-w-0 flex-1 [overflow-wrap:anywhere]',
          description: 'text-muted',
          icon: 'shrink-0 text-muted',
          actionButton: 'min-h-8 shrink-0 rounded-control px-2 font-medium text-accent hover:bg-surface-2',
        },
      }}
    />
  );
};
