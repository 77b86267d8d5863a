import { Tooltip } from 'radix-ui';
import { Suspense } from 'react';
import { blockedStorage } from '../database/storage-access.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { lazyPart } from './load-part.ts';
import { SessionGate } from './session-gate.tsx';
import { Toasts } from './toasts.tsx';

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
