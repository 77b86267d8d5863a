import { type IpcEvent, type IpcEventPayload, ipcEvents } from '@inbetwin/shared/contracts/ipc.ts';
import { BrowserWindow } from 'electron';

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
  void window.loadURL(address);
  return window;
};

export const showWindow = (window: BrowserWindow): void => {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
};

/** Tells the renderer something it did not ask for. */
export const emit = <E extends IpcEvent>(window: BrowserWindow, event: E, payload: IpcEventPayload<E>): void => {
  window.webContents.send(EVENT_CHANNEL, event, ipcEvents[event].parse(payload));
};
