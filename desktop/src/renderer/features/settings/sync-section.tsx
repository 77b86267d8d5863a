import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reportFailure } from '../../base/report-failure.ts';
import { formatFull, formatNumber, formatSize } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { StartOver } from '../../parts/device/start-over.tsx';
import { useStatusWords } from '../../parts/sync/use-status-words.ts';
import { Detail, Section } from '../../ui/layout/section.tsx';
import { useWorkspace } from '../../workspace/live/use-live.ts';
import { useSyncState } from '../../workspace/live/use-sync-state.ts';
import { AttentionSummary } from './attention-summary.tsx';
import { DeviceStorage } from './device-storage.tsx';
import { KeptRangeChoice } from './kept-range-choice.tsx';

export const SyncSection = () => {
  const { t } = useTranslation();
  const language = useLanguage();
  const words = useStatusWords();
  const { status, pending, lastSyncAt } = useSyncState('status', 'pending', 'lastSyncAt');
  const { name } = useWorkspace();
  const isLocal = status === 'local';
  const used = useStorageUsed();
  return (
    <div id="sync">
      <Section title={t('settings.section.sync')}>
        <dl>
          <Detail label={t('settings.sync.state')}>{words(status)}</Detail>
          {!isLocal && (
            <>
              <Detail label={t('settings.sync.last')}>
                {lastSyncAt === undefined ? t('settings.sync.never') : formatFull(lastSyncAt, language)}
              </Detail>
              <Detail label={t('sync.behind.label')}>
                <Behind />
              </Detail>
              <Detail label={t('settings.sync.pending')}>
                <span className="numbers">{formatNumber(pending, language)}</span>
              </Detail>
              <Detail label={t('sync.attention.title')}>
                <AttentionSummary />
              </Detail>
            </>
          )}
          {!isLocal && (
            <Detail label={t('settings.sync.keep.label')}>
              <KeptRangeChoice />
            </Detail>
          )}
          <Detail label={t('settings.sync.storage')}>
            <span className="numbers">
              {used === undefined ? t('settings.sync.storageUnknown') : formatSize(used, language)}
            </span>
          </Detail>
          <Detail label={t('device.storage.label')}>
            <DeviceStorage />
          </Detail>
        </dl>
        {!isLocal && (
          <div className="self-start">
            <StartOver workspaceName={name} />
          </div>
        )}
      </Section>
    </div>
  );
};

const Behind = () => {
  const { t } = useTranslation();
  const { status, behind = 0, firstSync } = useSyncState('status', 'behind', 'firstSync');
  if (firstSync) return t('sync.behind.first');
  if (behind > 0) return <span className="numbers">{t('sync.behind.count', { count: behind })}</span>;
  return t(status === 'online' ? 'sync.behind.none' : 'sync.behind.unknown');
};

/** Storage used by this origin, as estimated by the browser. */
const useStorageUsed = (): number | undefined => {
  const [used, setUsed] = useState<number>();
  useEffect(() => {
    let isShown = true;
    navigator.storage
      ?.estimate()
      .then(({ usage }) => {
        if (isShown) setUsed(usage);
      })
      .catch(reportFailure);
    return () => {
      isShown = false;
    };
  }, []);
  return used;
};
