import { Link } from '@tanstack/react-router';
import { CircleAlert, CloudOff, type LucideIcon, RefreshCw, Wifi } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatMoment } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { type SyncState, useSyncState } from '../replication/sync-state.ts';
import { classNames } from '../ui/class-names.ts';
import { useOnePane } from './use-media.ts';
import { useNow } from './use-now.ts';
import { useTeamSetting } from './use-team-setting.ts';

const looks: Record<SyncState['status'], { readonly icon: LucideIcon; readonly ink: string }> = {
  online: { icon: Wifi, ink: 'text-positive' },
  connecting: { icon: RefreshCw, ink: 'text-muted' },
  offline: { icon: CloudOff, ink: 'text-caution' },
  'signed-out': { icon: CircleAlert, ink: 'text-danger' },
};

export const useStatusWords = (short = false): ((status: SyncState['status']) => string) => {
  const { t } = useTranslation();
  return (status) => {
    if (status === 'signed-out') return t('status.signedOut');
    if (status === 'offline' && short) return t('status.offlineShort');
    return t(`status.${status}`);
  };
};

/** The truth about the connection, always in sight. */
export const StatusLine = () => {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow();
  const onePane = useOnePane();
  const { status, pending, lastSyncAt, firstSync, refused } = useSyncState();
  const { icon: Icon, ink } = looks[status];
  const words = useStatusWords(onePane && pending > 0);
  const team = useTeamSetting();
  return (
    <footer className="flex min-h-7 shrink-0 items-center gap-x-4 border-t border-line px-4 text-12 text-muted">
      <span role="status" className={classNames('flex min-w-0 items-center gap-1.5', ink)}>
        <Icon size={12} aria-hidden className="shrink-0" />
        <span className="truncate">{words(status)}</span>
      </span>
      {firstSync && status !== 'offline' && (
        <span className="flex items-center gap-2">
          <progress className="h-1 w-16 accent-accent" aria-label={t('status.connecting')} />
          <span className="numbers">{t('status.firstSync', { count: firstSync.documents })}</span>
        </span>
      )}
      {pending > 0 && <span className="numbers shrink-0">{t('status.pending', { count: pending })}</span>}
      {refused.length > 0 && (
        <Link to="/settings" hash="sync" className="flex min-w-0 items-center gap-1.5 text-danger underline">
          <CircleAlert size={12} aria-hidden className="shrink-0" />
          <span className="truncate">{t('status.refused', { count: refused.length })}</span>
        </Link>
      )}
      {!onePane && (
        <span className="ml-auto flex min-w-0 items-center gap-4">
          {team?.model === null && <span className="truncate">{t('status.noModel')}</span>}
          {lastSyncAt !== undefined && (
            <span className="numbers shrink-0">
              {t('status.lastSync', { time: formatMoment({ at: lastSyncAt, now, language }, t) })}
            </span>
          )}
        </span>
      )}
    </footer>
  );
};
