import type { Run } from '@inbetwin/shared/entities/run.ts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Activity } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../../../base/shortcuts.ts';
import { useOnePane } from '../../../base/use-media.ts';
import { useNow } from '../../../base/use-now.ts';
import { useEmptyWords } from '../../../parts/sync/use-empty-words.ts';
import { Button } from '../../../ui/button.tsx';
import { Segmented } from '../../../ui/fields/segmented.tsx';
import { EmptyState } from '../../../ui/layout/empty-state.tsx';
import { Scroller } from '../../../ui/layout/scroller.tsx';
import { VirtualRows } from '../../../ui/layout/virtual-rows.tsx';
import { rowCount, useListTotal, useLiveWindow, useWindowFrom } from '../../../workspace/live/list-window.ts';
import { useDocuments } from '../../../workspace/live/use-documents.ts';
import { useIsFilling } from '../../../workspace/live/use-sync-state.ts';
import { AgentsHeader } from '../agents-header.tsx';
import { useAmounts } from '../trace/use-amounts.ts';
import { runFilters, runPage, runsOf } from './run-filters.ts';
import { RunRow, TALL_ROW, WIDE_ROW } from './run-row.tsx';
import { useCustomerNames } from './use-customer-names.ts';
import { useToday } from './use-today.ts';

/** What the agents do at this moment and did before; every run opens its trace. */
export const MonitorScreen = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const emptyWords = useEmptyWords();
  const { state: filter = 'all' } = useSearch({ from: '/agents/runs' });
  const [first, setFirst] = useState(0);
  const isFilling = useIsFilling();
  const now = useNow();
  const onePane = useOnePane();
  const runs = useLiveWindow<Run>(
    ({ collections }, page) => collections.runs.find(runPage(filter, page)),
    useWindowFrom(first),
    [filter],
  );
  const total = useListTotal(
    runs,
    ({ collections }) => (isFilling ? undefined : collections.runs.count(runsOf(filter))),
    [filter, isFilling],
  );
  const customer = useCustomerNames(runs?.items.map(({ conversationId }) => conversationId) ?? []);
  const messages = useDocuments(
    'messages',
    runs?.items.map(({ messageId }) => messageId),
  );

  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rowCount(runs, total),
    getScrollElement: () => scroller.current,
    estimateSize: () => (onePane ? TALL_ROW : WIDE_ROW),
    overscan: 8,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew for each layout
  useEffect(() => virtualizer.measure(), [virtualizer, onePane]);
  // A row without its words would only flicker.
  const rows = customer && messages ? virtualizer.getVirtualItems() : [];
  const firstShown = virtualizer.range?.startIndex ?? 0;
  useEffect(() => setFirst(firstShown), [firstShown]);
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
        <TodayLine now={now} />
      </div>
      {total === 0 ? (
        <EmptyState icon={Activity} text={filter === 'all' ? emptyWords(t('runs.empty')) : t('runs.emptyFilter')}>
          {filter !== 'all' && <Button onClick={() => show('all')}>{t('runs.showAll')}</Button>}
        </EmptyState>
      ) : (
        <Scroller ref={scroller} aria-label={t('runs.list')} className="flex-1">
          <VirtualRows
            label={t('runs.list')}
            height={virtualizer.getTotalSize()}
            rows={rows}
            items={runs?.items}
            from={runs?.from ?? 0}
            count={total}
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

const TodayLine = ({ now }: { readonly now: number }) => {
  const { t } = useTranslation();
  const { cost } = useAmounts();
  const today = useToday(now);
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
