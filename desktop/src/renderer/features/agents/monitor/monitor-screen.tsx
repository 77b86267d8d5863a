import { useNavigate, useSearch } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Activity } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../../../base/shortcuts.ts';
import { useOnePane } from '../../../base/use-media.ts';
import { useNow } from '../../../base/use-now.ts';
import { Button } from '../../../ui/button.tsx';
import { Segmented } from '../../../ui/fields/segmented.tsx';
import { EmptyState } from '../../../ui/layout/empty-state.tsx';
import { Scroller } from '../../../ui/layout/scroller.tsx';
import { VirtualRows } from '../../../ui/layout/virtual-rows.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useDocuments } from '../../../workspace/live/use-documents.ts';
import { useRunList } from '../../../workspace/live/use-runs.ts';
import { AgentsHeader } from '../agents-header.tsx';
import { useAmounts } from '../trace/use-amounts.ts';
import { runFilters } from './run-filters.ts';
import { RunRow, TALL_ROW, WIDE_ROW } from './run-row.tsx';
import { useCustomerNames } from './use-customer-names.ts';
import { rowsOfToday, totalsOfToday } from './use-today.ts';

/** Rows that are read beyond those in sight: several screens, so that a list is rarely waited for. */
const AHEAD = 120;
const everything = {};

/** What the agents do at this moment and did before; every run opens its trace. */
export const MonitorScreen = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { state: filter = 'all' } = useSearch({ from: '/agents/runs' });
  const [rows, setRows] = useState(AHEAD);
  const [todayRows, setTodayRows] = useState(1);
  const now = useNow();
  const onePane = useOnePane();
  const isAll = filter === 'all';
  const all = useRunList(everything, isAll ? Math.max(rows, todayRows) : todayRows);
  const inState = useRunList(isAll ? undefined : { state: filter }, rows);
  const runs = isAll ? all : inState;
  const wantedToday = rowsOfToday(all, now);
  useEffect(() => setTodayRows(wantedToday), [wantedToday]);
  const customer = useCustomerNames(runs?.items.map(({ conversationId }) => conversationId) ?? []);
  const messages = useDocuments(
    'messages',
    runs?.items.map(({ messageId }) => messageId),
  );

  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: runs?.items.length ?? 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => (onePane ? TALL_ROW : WIDE_ROW),
    overscan: 8,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew for each layout
  useEffect(() => virtualizer.measure(), [virtualizer, onePane]);
  // A row without its words would only flicker.
  const inSight = customer && messages ? virtualizer.getVirtualItems() : [];
  const lastShown = virtualizer.range?.endIndex ?? 0;
  useEffect(() => setRows(lastShown + AHEAD), [lastShown]);
  // Another list begins at its top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each filter
  useEffect(() => virtualizer.scrollToOffset(0), [virtualizer, filter]);

  const step = (by: 1 | -1): void => {
    const links = [...(scroller.current?.querySelectorAll<HTMLElement>('a[data-run]') ?? [])];
    const at = links.findIndex((link) => link.matches(':focus'));
    links[at < 0 ? 0 : at + by]?.focus();
  };
  useShortcuts({ next: () => step(1), previous: () => step(-1) });
  const show = (chosen: (typeof runFilters)[number]): void => {
    void navigate({ to: '/agents/runs', search: chosen === 'all' ? {} : { state: chosen } });
  };

  const emptyText = isAll ? t(runs?.isKept ? 'runs.emptyKept' : 'runs.empty') : t('runs.emptyFilter');

  return (
    <div className="flex h-full min-w-0 flex-col bg-surface">
      <AgentsHeader view="monitor" />
      <div className="flex shrink-0 flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-2">
        <Segmented
          label={t('runs.filter.label')}
          value={filter}
          options={runFilters.map((value) => ({ value, label: t(`runs.filter.${value}`) }))}
          onChange={show}
        />
        <TodayLine today={totalsOfToday(all, now)} />
      </div>
      {runs?.isKept && (
        <div className="shrink-0 px-4 pt-3">
          <Notice tone="plain" title={t('runs.kept')} />
        </div>
      )}
      {runs?.items.length === 0 && runs.isWhole ? (
        <EmptyState icon={Activity} text={emptyText}>
          {!isAll && <Button onClick={() => show('all')}>{t('runs.showAll')}</Button>}
        </EmptyState>
      ) : (
        <Scroller ref={scroller} aria-label={t('runs.list')} className="flex-1">
          <VirtualRows
            label={t('runs.list')}
            height={virtualizer.getTotalSize()}
            rows={inSight}
            items={runs?.items}
            count={runs?.isWhole ? runs.items.length : undefined}
          >
            {(run) => (
              <RunRow
                run={run}
                name={customer?.(run.conversationId) ?? ''}
                text={messages?.get(run.messageId)?.text}
                now={now}
              />
            )}
          </VirtualRows>
        </Scroller>
      )}
    </div>
  );
};

const TodayLine = ({ today }: { readonly today: ReturnType<typeof totalsOfToday> }) => {
  const { t } = useTranslation();
  const { cost } = useAmounts();
  if (!today) return null;
  const { runs, tokens, costMicros, isMore } = today;
  return (
    <p className="numbers flex flex-wrap gap-x-3 text-muted">
      <span>{t('runs.today')}</span>
      <span>{isMore ? t('runs.todayMany', { count: runs }) : t('runs.todayRuns', { count: runs })}</span>
      {tokens > 0 && <span>{t('runs.tokens', { count: tokens })}</span>}
      {costMicros > 0 && <span>{t('runs.cost', { value: cost(costMicros) })}</span>}
    </p>
  );
};
