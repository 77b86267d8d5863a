import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { formatSize } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { useSyncState } from '../../workspace/live/use-sync-state.ts';

/** Shows the progress of the first download; everything can be used meanwhile. */
export const FirstSyncStrip = () => {
  const { t } = useTranslation();
  const language = useLanguage();
  const { firstSync, status } = useSyncState('firstSync', 'status');
  if (!firstSync || status === 'local') return null;
  const { documents, total, bytes, secondsLeft } = firstSync;
  // If nothing has arrived and nothing can, the status line says why.
  if (documents === 0 && status !== 'online') return null;
  const words = [
    total === undefined
      ? t('sync.first.documents', { count: documents })
      : t('sync.first.of', { done: Math.min(documents, total), total }),
    bytes > 0 && formatSize(bytes, language),
    secondsLeft !== undefined && status === 'online' && t('sync.first.left', { time: timeWords(secondsLeft, t) }),
  ].filter(Boolean);
  const share = total === undefined ? {} : { value: Math.min(documents, total), max: Math.max(1, total) };
  return (
    <div className="flex min-h-7 flex-wrap items-center gap-x-3 border-t border-line px-4 max-panes:gap-y-1 max-panes:py-1.5">
      <progress
        {...share}
        aria-label={t('sync.first.label')}
        aria-valuetext={words.join(', ')}
        className="h-1 w-24 appearance-none overflow-hidden rounded-full bg-line max-panes:w-full [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
      />
      <span className="font-medium">{t('sync.first.label')}</span>
      <span className="numbers">{words.join(' · ')}</span>
    </div>
  );
};

const MINUTE = 60;

/** Rounds the estimate: to five seconds, and from a minute and a half on to minutes. */
const timeWords = (seconds: number, t: TFunction): string =>
  seconds < 1.5 * MINUTE
    ? t('sync.first.seconds', { count: Math.max(5, Math.round(seconds / 5) * 5) })
    : t('sync.first.minutes', { count: Math.round(seconds / MINUTE) });
