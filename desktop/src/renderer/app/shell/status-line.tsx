import { Link } from '@tanstack/react-router';
import {
  CircleAlert,
  CircleCheck,
  CloudOff,
  HardDrive,
  LoaderCircle,
  type LucideIcon,
  TriangleAlert,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useOnePane } from '../../base/use-media.ts';
import { useNow } from '../../base/use-now.ts';
import { formatMoment } from '../../i18n/format.ts';
import { wordFor } from '../../i18n/i18n.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { useAttention } from '../../parts/refusals/use-attention.ts';
import { FirstSyncStrip } from '../../parts/sync/first-sync-strip.tsx';
import { useBehind } from '../../parts/sync/use-behind.ts';
import { useStatusWords } from '../../parts/sync/use-status-words.ts';
import type { SyncState } from '../../replication/sync-state.ts';
import { classNames } from '../../ui/class-names.ts';
import { useSyncState } from '../../workspace/live/use-sync-state.ts';
import { useTeamSetting } from '../../workspace/live/use-team-setting.ts';

const looks: Record<SyncState['status'], { readonly icon: LucideIcon; readonly ink: string }> = {
  online: { icon: CircleCheck, ink: 'text-muted' },
  connecting: { icon: LoaderCircle, ink: 'text-muted' },
  offline: { icon: CloudOff, ink: 'text-caution' },
  'signed-out': { icon: CircleAlert, ink: 'text-danger' },
  outdated: { icon: CircleAlert, ink: 'text-danger' },
  'server-outdated': { icon: CircleAlert, ink: 'text-danger' },
  local: { icon: HardDrive, ink: 'text-muted' },
};

/** The state of the connection, always visible. */
export const StatusLine = () => {
  const { t } = useTranslation();
  const onePane = useOnePane();
  const { status, pending, problem } = useSyncState('status', 'pending', 'problem');
  const { count } = useAttention();
  const { icon: Icon, ink } = looks[status];
  const behind = useBehind();
  const words = useStatusWords(onePane && pending + count + behind > 0);
  return (
    <footer className="shrink-0 text-12 text-muted">
      <FirstSyncStrip />
      <div className="flex min-h-7 items-center gap-x-4 border-t border-line px-4 max-panes:gap-x-3">
        <span role="status" className={classNames('flex min-w-16 items-center gap-1.5', ink)}>
          <Icon size={12} aria-hidden className="shrink-0" />
          <span className="truncate">{words(status)}</span>
        </span>
        {pending > 0 && (
          <span className="numbers shrink-0">
            {onePane && count + behind > 0
              ? t('status.pendingShort', { count: pending })
              : t('status.pending', { count: pending })}
          </span>
        )}
        {behind > 0 && (
          <span className="numbers shrink-0">
            {onePane ? t('sync.behind.short', { count: behind }) : t('sync.behind.line', { count: behind })}
          </span>
        )}
        {problem && <Problem problem={problem} />}
        <Attention short={onePane && pending + behind > 0} />
        {!onePane && <Background />}
      </div>
    </footer>
  );
};

const Problem = ({ problem: { code, message } }: { readonly problem: NonNullable<SyncState['problem']> }) => {
  const { t } = useTranslation();
  const words = wordFor('sync.problem', code) ?? wordFor('device.happened', code) ?? t('sync.problem.other');
  return (
    <span role="status" title={`${message} (${code})`} className="flex min-w-0 items-center gap-1.5 text-caution">
      <TriangleAlert size={12} aria-hidden className="shrink-0" />
      <span className="truncate">{words}</span>
    </span>
  );
};

/** The number of items that need this person's attention, with a link to them. */
const Attention = ({ short }: { readonly short: boolean }) => {
  const { t } = useTranslation();
  const { refused, count } = useAttention();
  if (count === 0) return null;
  return (
    <Link
      to="/attention"
      className={classNames(
        'flex min-w-0 items-center gap-1.5 underline underline-offset-2',
        refused.length > 0 ? 'text-danger' : 'text-caution',
      )}
    >
      <TriangleAlert size={12} aria-hidden className="shrink-0" />
      <span className="numbers truncate">
        {short ? t('sync.attention.short', { count }) : t('sync.attention.count', { count })}
      </span>
    </Link>
  );
};

const Background = () => {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow();
  const { lastSyncAt } = useSyncState('lastSyncAt');
  const team = useTeamSetting();
  return (
    <span className="ml-auto flex min-w-0 items-center gap-4">
      {team?.model === null && <span className="truncate">{t('status.noModel')}</span>}
      {lastSyncAt !== undefined && (
        <span className="numbers shrink-0">
          {t('status.lastSync', { time: formatMoment({ at: lastSyncAt, now, language }, t) })}
        </span>
      )}
    </span>
  );
};
