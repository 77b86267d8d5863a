import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reportFailure } from '../../base/report-failure.ts';
import { DEFAULT_RANGE, type KeptRange, keptRanges, openKeptRange, startOfRange } from '../../database/kept-range.ts';
import type { SyncState } from '../../replication/sync-state.ts';
import { Segmented } from '../../ui/fields/segmented.tsx';
import { useWorkspace } from '../../workspace/live/use-live.ts';
import { useSyncState } from '../../workspace/live/use-sync-state.ts';

/** The collections that people know by name. */
const shown = ['messages', 'conversations', 'contacts', 'leads'] as const;
type Shown = (typeof shown)[number];

/** How much of a large team this device holds, and how much of it is here. */
export const KeptRangeChoice = () => {
  const { t } = useTranslation();
  const [range, choose] = useKeptRange();
  const { leftOut, firstSync } = useSyncState('leftOut', 'firstSync');
  const parts = shown.filter((name) => leftOut?.[name]);
  return (
    <div className="flex flex-col items-start gap-1">
      <Segmented
        label={t('settings.sync.keep.label')}
        value={range}
        options={keptRanges.map((value) => ({ value, label: t(`settings.sync.keep.range.${value}`) }))}
        onChange={choose}
      />
      <span className="text-12 text-muted">{t('settings.sync.keep.hint')}</span>
      {parts.map((name) => (
        <Held key={name} name={name} total={leftOut?.[name]?.total ?? 0} />
      ))}
      {parts.length === 0 && !firstSync && <span className="text-12 text-muted">{t('settings.sync.keep.whole')}</span>}
      {!firstSync && leavesOutMore(leftOut, range) && (
        <span role="status" className="text-12 text-muted">
          {t('settings.sync.keep.filling')}
        </span>
      )}
    </div>
  );
};

/** Whether this device has not yet received all that it should hold. */
const leavesOutMore = (leftOut: SyncState['leftOut'], range: KeptRange): boolean => {
  const start = startOfRange(range, Date.now()) ?? 0;
  return Object.values(leftOut ?? {}).some(({ since }) => since > start);
};

const useKeptRange = (): readonly [KeptRange, (range: KeptRange) => void] => {
  const { database } = useWorkspace();
  const [range, setRange] = useState<KeptRange>(DEFAULT_RANGE);
  useEffect(() => openKeptRange(database).watch((kept) => setRange(kept?.range ?? DEFAULT_RANGE)), [database]);
  const choose = (chosen: KeptRange): void => {
    openKeptRange(database)
      .change(() => ({ range: chosen }))
      .catch(reportFailure);
  };
  return [range, choose];
};

const Held = ({ name, total }: { readonly name: Shown; readonly total: number }) => {
  const { t } = useTranslation();
  const here = useHeld(name);
  if (here === undefined) return null;
  return (
    <span className="numbers text-12">
      {t(`settings.sync.keep.here.${name}`, { here, total: Math.max(here, total) })}
    </span>
  );
};

const COUNT_EVERY_MS = 5_000;

/** The number of documents on this device. Counted now and then, because counting takes time proportional to it. */
const useHeld = (name: Shown): number | undefined => {
  const { collections, database } = useWorkspace();
  const [held, setHeld] = useState<number>();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isShown = true;
    const count = async (): Promise<void> => {
      const counted = await collections[name].count().exec();
      if (!isShown) return;
      setHeld(counted);
      timer = setTimeout(countSafely, COUNT_EVERY_MS);
    };
    const countSafely = (): void => {
      count().catch((error: unknown) => {
        if (!database.closed) reportFailure(error);
      });
    };
    countSafely();
    return () => {
      isShown = false;
      clearTimeout(timer);
    };
  }, [collections, database, name]);
  return held;
};
