import type { IpcBridge } from '@inbetwin/shared/contracts/ipc.ts';

declare global {
  interface Window {
    /** Set by Electron's preload script; absent in a browser. */
    readonly inbetwin?: IpcBridge;
  }
}

export const bridge = (): IpcBridge | undefined => (typeof window === 'undefined' ? undefined : window.inbetwin);
