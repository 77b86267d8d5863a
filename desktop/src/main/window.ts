import { type IpcEvent, type IpcEventPayload, ipcEvents } from '@inbetwin/shared/contracts/ipc.ts';
import { BrowserWindow, dialog, type WebContents } from 'electron';

const EVENT_CHANNEL = 'inbetwin:event';

export type WindowParts = { readonly preload: string; readonly address: string };

/** The workspace's window. */
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

/** An empty window says nothing by itself. Another navigation may have taken the place of this one, or the window may be closed again. */
const explainUnloaded = (window: BrowserWindow, error: unknown): void => {
  const isReplaced = error instanceof Error && 'code' in error && error.code === 'ERR_ABORTED';
  if (!isReplaced && !window.isDestroyed()) dialog.showErrorBox('inBeTwin', String(error));
};

export const showWindow = (window: BrowserWindow): void => {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
};

/** Tells the renderer something it did not ask for. */
export const emit = <E extends IpcEvent>(contents: WebContents, event: E, payload: IpcEventPayload<E>): void => {
  if (contents.isDestroyed()) return;
  contents.send(EVENT_CHANNEL, event, ipcEvents[event].parse(payload));
};
