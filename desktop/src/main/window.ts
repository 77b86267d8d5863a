import { type IpcEvent, type IpcEventPayload, ipcEvents } from '@inbetwin/shared/contracts/ipc.ts';
import { BrowserWindow, dialog, type WebContents } from 'electron';

const EVENT_CHANNEL = 'inbetwin:event';

/** The path of the preload script and the address to load. */
export type WindowParts = { readonly preload: string; readonly address: string };

/** Opens the workspace's window. */
export const openWindow = ({ preload, address }: WindowParts): BrowserWindow => {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 360,
    minHeight: 480,
    show: false,
    autoHideMenuBar: true,
    title: 'inBeTwin',
    webPreferences: { preload, sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false },
  });
  window.once('ready-to-show', () => window.show());
  window.loadURL(address).catch((error: unknown) => explainUnloaded(window, error));
  return window;
};

/** Explains an empty window in a dialog, unless the navigation was replaced by another one or the window is closed again. */
const explainUnloaded = (window: BrowserWindow, error: unknown): void => {
  const isReplaced = error instanceof Error && 'code' in error && error.code === 'ERR_ABORTED';
  if (!isReplaced && !window.isDestroyed()) dialog.showErrorBox('inBeTwin', String(error));
};

/** Brings the window to the front, restoring it if it is minimized. */
export const showWindow = (window: BrowserWindow): void => {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
};

/** Sends an event to the renderer. */
export const emit = <E extends IpcEvent>(contents: WebContents, event: E, payload: IpcEventPayload<E>): void => {
  if (contents.isDestroyed()) return;
  contents.send(EVENT_CHANNEL, event, ipcEvents[event].parse(payload));
};
