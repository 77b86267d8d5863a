import { untilHeard } from '@inbetwin/shared/timing/until-heard.ts';

/** Whether this code runs in a page; there is none in workers and some tests. */
export const hasPage = (): boolean => typeof document !== 'undefined' && typeof window !== 'undefined';

/** Whether the page is hidden, for example in a background tab. */
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

/**
 * Calls `onLeave` when the page is left, hidden, or loses focus. It may be the last code to run, so only its synchronous work is certain to
 * finish. Returns a function that unsubscribes.
 */
export const watchLeaving = (onLeave: () => void): (() => void) => {
  if (!hasPage()) return () => undefined;
  const ending = new AbortController();
  const { signal } = ending;
  for (const leaving of ['blur', 'pagehide']) window.addEventListener(leaving, onLeave, { signal });
  for (const leaving of ['visibilitychange', 'freeze']) document.addEventListener(leaving, onLeave, { signal });
  return () => ending.abort();
};

/** Calls `onFreeze` before the browser freezes the page. It must work synchronously, because nothing runs until the page is resumed. */
export const watchFreezing = (onFreeze: () => void): (() => void) => {
  if (!hasPage()) return () => undefined;
  document.addEventListener('freeze', onFreeze);
  return () => document.removeEventListener('freeze', onFreeze);
};

/** Resolves when the page is not frozen, immediately if it is not frozen now. */
export const untilThawed = async (signal: AbortSignal): Promise<void> => {
  if (!isFrozen) return;
  await untilHeard((hear) => {
    document.addEventListener('resume', hear);
    return () => document.removeEventListener('resume', hear);
  }, signal);
};
