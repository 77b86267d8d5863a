import { join } from 'node:path';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { app, dialog } from 'electron';
import { readServerUrl, readSignInFragment } from './settings.ts';
import { startApp } from './start-app.ts';

const start = (): Promise<void> =>
  startApp({
    outFolder: join(import.meta.dirname, '..'),
    serverUrl: readServerUrl(process.env),
    signInFragment: readSignInFragment(process.env),
    devAddress: app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL,
  });

const explain = (error: unknown): void => {
  const hint = error instanceof Failure ? `\n${error.hint}` : '';
  dialog.showErrorBox('inBeTwin', `${error instanceof Error ? error.message : String(error)}${hint}`);
  app.exit(1);
};

void Promise.resolve().then(start).catch(explain);
