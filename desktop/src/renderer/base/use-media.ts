import { useSyncExternalStore } from 'react';

const useMedia = (query: string): boolean =>
  useSyncExternalStore(
    (listener) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => window.matchMedia(query).matches,
  );

/** True when the window has room for only one pane. */
export const useOnePane = (): boolean => useMedia('(width < 720px)');
/** True when the context pane fits next to the conversation. */
export const useContextPane = (): boolean => useMedia('(width >= 1100px)');
