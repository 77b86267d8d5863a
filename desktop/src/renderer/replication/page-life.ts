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
