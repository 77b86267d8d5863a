import './base/configure-zod.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { preloadWorkspace } from './app/gates/session-gate.tsx';
import { preferences } from './base/preferences.ts';
import { reportFailure } from './base/report-failure.ts';
import { startI18n } from './i18n/i18n.ts';
import { registerServiceWorker } from './service-worker/register-service-worker.ts';
import { session } from './session/session.ts';
import { blockedStorage } from './storage/storage-access.ts';
import { finishRemovals } from './workspace/removals.ts';
import './styles/app.css';

preferences.start();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
// Everyone who opens the page needs it soon. A part that fails to load is loaded again when it is shown.
void preloadWorkspace();
await Promise.all([startI18n(preferences.get().language), session.restore()]);
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
registerServiceWorker();
if (!blockedStorage()) finishRemovals().catch(reportFailure);
