import { useTranslation } from 'react-i18next';
import type { SyncState } from '../../replication/sync-state.ts';

/** The connection state as text; `short` where space is limited. */
export const useStatusWords = (short = false): ((status: SyncState['status']) => string) => {
  const { t } = useTranslation();
  return (status) => {
    if (status === 'signed-out') return t('status.signedOut');
    if (status === 'server-outdated') return t('status.serverOutdated');
    if (status === 'offline' && short) return t('status.offlineShort');
    return t(`status.${status}`);
  };
};
