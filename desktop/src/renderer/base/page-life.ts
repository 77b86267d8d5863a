import { untilHeard } from '@inbetwin/shared/timing/until-heard.ts';

/** Whether this code runs in a page; tests and workers have none. */
export const hasPage = (): boolean => typeof document !== 'undefined' && typeof window !== 'undefined';

export const isHidden = (): boolean => hasPage() && document.visibilityState === 'hidden';

let isFrozen = false;
if (hasPage()) {
  document.addEventListener('freeze', () => {
    isFrozen = true;
  });
  document.addEventListener('resume', () => {
    isFrozen = false;
  });
}

/** `onLeave` is called when the page is left, hidden or loses the focus. It may be the last code that runs: only what it does at once is sure. */
export const watchLeaving = (onLeave: () => void): (() => void) => {
  if (!hasPage()) return () => undefined;
  const ending = new AbortController();
  const { signal } = ending;
  for (const leaving of ['blur', 'pagehide']) window.addEventListener(leaving, onLeave, { signal });
  for (const leaving of ['visibilitychange', 'freeze']) document.addEventListener(leaving, onLeave, { signal });
  return () => ending.abort();
};

/** `onFreeze` must do what it does at once: after it the page runs nothing until it is thawed. */
export const watchFreezing = (onFreeze: () => void): (() => void) => {
  if (!hasPage()) return () => undefined;
  document.addEventListener('freeze', onFreeze);
  return () => document.removeEventListener('freeze', onFreeze);
};

export const untilThawed = async (signal: AbortSignal): Promise<void> => {
  if (!isFrozen) return;
  await untilHeard((hear) => {
    document.addEventListener('resume', hear);
    return () => document.removeEventListener('resume', hear);
  }, signal);
};
