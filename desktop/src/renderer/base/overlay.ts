import { useSyncExternalStore } from 'react';
import { createListeners } from './listeners.ts';

/** The dialogs that can open above the whole workspace. */
export type Overlay =
  | 'palette'
  | 'shortcuts'
  | 'sign-out'
  | 'sign-out-and-remove'
  | 'new-lead'
  | 'new-agent'
  | 'join-team'
  | undefined;

const listeners = createListeners();
let current: Overlay;

/** The dialog that is open above the workspace; any screen may open one. */
export const overlay = {
  get: (): Overlay => current,
  show: (next: Overlay): void => {
    current = next;
    listeners.tell();
  },
};

/** The open dialog, or undefined; re-renders when it changes. */
export const useOverlay = (): Overlay => useSyncExternalStore(listeners.subscribe, overlay.get);
