import { useSyncExternalStore } from 'react';
import { createListeners } from './listeners.ts';

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

/** What is open over the whole workspace; any screen may open it. */
export const overlay = {
  get: (): Overlay => current,
  show: (next: Overlay): void => {
    current = next;
    listeners.tell();
  },
};

export const useOverlay = (): Overlay => useSyncExternalStore(listeners.subscribe, overlay.get);
