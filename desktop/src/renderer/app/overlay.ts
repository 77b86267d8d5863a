import { useSyncExternalStore } from 'react';

export type Overlay =
  | 'palette'
  | 'shortcuts'
  | 'sign-out'
  | 'sign-out-and-remove'
  | 'new-lead'
  | 'join-team'
  | undefined;

const listeners = new Set<() => void>();
let current: Overlay;

/** What is open over the whole workspace; any screen may open it. */
export const overlay = {
  get: (): Overlay => current,
  show: (next: Overlay): void => {
    current = next;
    for (const listener of listeners) listener();
  },
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useOverlay = (): Overlay => useSyncExternalStore(subscribe, overlay.get);
