import { useTranslation } from 'react-i18next';
import { useSyncState } from '../../workspace/live/use-sync-state.ts';

/** Returns the text for an empty list: during the first download it is unknown whether there is nothing. */
export const useEmptyWords = (): ((words: string) => string) => {
  const { t } = useTranslation();
  const { firstSync, status } = useSyncState('firstSync', 'status');
  return (words) => {
    if (!firstSync || status === 'local') return words;
    return t(status === 'offline' ? 'sync.first.waiting' : 'sync.first.arriving');
  };
};
