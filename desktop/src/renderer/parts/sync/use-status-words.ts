import { useTranslation } from 'react-i18next';
import type { SyncState } from '../../replication/sync-state.ts';

/** The state of the connection in words; `short` where there is little room. */
export const useStatusWords = (short = false): ((status: SyncState['status']) => string) => {
  const { t } = useTranslation();
  return (status) => {
    if (status === 'signed-out') return t('status.signedOut');
    if (status === 'offline' && short) return t('status.offlineShort');
    return t(`status.${status}`);
  };
};
