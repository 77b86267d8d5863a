import { useEffect } from 'react';

/**
 * Saves at once what would be saved in a moment: when the screen is left, and when the page is, which may not come back, since
 * what is hidden on a phone is ended without a word.
 */
export const useSaveOnLeaving = (saves: { flush(): Promise<boolean> }): void => {
  useEffect(() => {
    const save = (): void => void saves.flush();
    const leavings = ['blur', 'pagehide'] as const;
    for (const leaving of leavings) window.addEventListener(leaving, save);
    document.addEventListener('visibilitychange', save);
    return () => {
      for (const leaving of leavings) window.removeEventListener(leaving, save);
      document.removeEventListener('visibilitychange', save);
      save();
    };
  }, [saves]);
};
