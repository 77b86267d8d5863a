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

/** One pane at a time. */
export const useOnePane = (): boolean => useMedia('(width < 720px)');
/** Room for the context pane beside the conversation. */
export const useContextPane = (): boolean => useMedia('(width >= 1100px)');
