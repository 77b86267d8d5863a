import './app/configure-zod.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { preferences } from './app/preferences.ts';
import { reportFailure } from './app/report-failure.ts';
import { preloadWorkspace } from './app/session-gate.tsx';
import { finishRemovals } from './database/removals.ts';
import { blockedStorage } from './database/storage-access.ts';
import { startI18n } from './i18n/i18n.ts';
import { registerServiceWorker } from './service-worker/register-service-worker.ts';
import { session } from './session/session.ts';
import './styles/app.css';

startI18n(preferences.get().language);
preferences.start();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
// It is needed soon, whoever opens the page. A part that fails is loaded again when it is shown.
void preloadWorkspace();
await session.restore();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
registerServiceWorker();
if (!blockedStorage()) finishRemovals().catch(reportFailure);
