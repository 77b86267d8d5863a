import { Tooltip } from 'radix-ui';
import { Suspense } from 'react';
import { lazyPart } from '../base/load-part.ts';
import { blockedStorage } from '../storage/storage-access.ts';
import { SessionGate } from './gates/session-gate.tsx';
import { ErrorBoundary } from './shell/error-boundary.tsx';
import { Toasts } from './shell/toasts.tsx';

const StorageScreen = lazyPart(() => import('./gates/storage-screen.tsx'), 'StorageScreen');

/** Read once, because it can only change with a reload. */
const blocked = blockedStorage();

/** The root of the interface: storage check, sign-in, and the workspace. */
export const App = () => (
  <ErrorBoundary>
    <Tooltip.Provider delayDuration={400} skipDelayDuration={200}>
      <Suspense>{blocked ? <StorageScreen failure={blocked} /> : <SessionGate />}</Suspense>
      <Toasts />
    </Tooltip.Provider>
  </ErrorBoundary>
);
