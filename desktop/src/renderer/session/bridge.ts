import type { IpcBridge } from '@inbetwin/shared/contracts/ipc.ts';

declare global {
  interface Window {
    /** Electron's preload puts it here; in a browser it is absent. */
    readonly inbetwin?: IpcBridge;
  }
}

export const bridge = (): IpcBridge | undefined => (typeof window === 'undefined' ? undefined : window.inbetwin);
