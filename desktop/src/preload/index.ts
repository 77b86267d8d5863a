import type { IpcBridge } from '@inbetwin/shared/contracts/ipc.ts';
import { contextBridge, ipcRenderer } from 'electron';

/** The channels of the bridge; `main` uses the same names. */
const REQUEST_CHANNEL = 'inbetwin:request';
const EVENT_CHANNEL = 'inbetwin:event';

const bridge = {
  request: (call, payload) => ipcRenderer.invoke(REQUEST_CHANNEL, call, payload),
  on: (event, listener) => {
    const onEvent = (_event: unknown, name: unknown, payload: Parameters<typeof listener>[0]): void => {
      if (name === event) listener(payload);
    };
    ipcRenderer.on(EVENT_CHANNEL, onEvent);
    return () => {
      ipcRenderer.off(EVENT_CHANNEL, onEvent);
    };
  },
} satisfies IpcBridge;

contextBridge.exposeInMainWorld('inbetwin', bridge);
