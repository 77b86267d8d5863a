import { join } from 'node:path';
import { app, BrowserWindow, net, protocol, session } from 'electron';
import { createAppProtocol } from './app-protocol.ts';
import { answerCalls } from './ipc/answer-calls.ts';
import { createSessionHandlers } from './ipc/session.ts';
import { createSystemHandlers } from './ipc/system.ts';
import { APP_ORIGIN } from './origin.ts';
import { restrictSession } from './security.ts';
import { createSessionVault } from './session-vault.ts';
import { emit, openWindow, showWindow } from './window.ts';

/** The settings of the application. */
export type AppParts = {
  /** The folder `out/`, which contains `preload/index.cjs` and `renderer/`. */
  readonly outFolder: string;
  readonly serverUrl: string;
  /** The fragment that the first window opens with while nobody is signed in; empty for the start page. */
  readonly signInFragment: string;
  /** The bundler's address in development; undefined for the built renderer. */
  readonly devAddress: string | undefined;
};

/** Starts the Electron application. Starting it a second time only brings the window of the first instance to the front. */
export const startApp = async (parts: AppParts): Promise<void> => {
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  await app.whenReady();
  await runApp(parts);
};

const runApp = async ({ outFolder, serverUrl, signInFragment, devAddress }: AppParts): Promise<void> => {
  const ownOrigins = devAddress === undefined ? [APP_ORIGIN] : [APP_ORIGIN, new URL(devAddress).origin];
  const windowParts = { preload: join(outFolder, 'preload/index.cjs'), address: devAddress ?? `${APP_ORIGIN}/` };
  const show = (): BrowserWindow => {
    const [window] = BrowserWindow.getAllWindows();
    if (!window) return openWindow(windowParts);
    showWindow(window);
    return window;
  };

  restrictSession(session.defaultSession, ownOrigins);
  const root = join(outFolder, 'renderer');
  protocol.handle('app', createAppProtocol({ root, serverUrl, fetch: (url, init) => net.fetch(url, init) }));
  const vault = createSessionVault(join(app.getPath('userData'), 'session'), serverUrl);
  const openConversation = (conversationId: string): void =>
    emit(show().webContents, 'conversation:open', { conversationId });
  answerCalls({ ...createSessionHandlers(vault, serverUrl), ...createSystemHandlers(openConversation) }, ownOrigins);

  app.on('second-instance', show);
  app.on('activate', show);
  const isSignedIn = (await vault.load()) !== undefined;
  const { address } = windowParts;
  openWindow({ ...windowParts, address: isSignedIn ? address : `${address}${signInFragment}` });
};
