import { useNavigate, useSearch } from '@tanstack/react-router';
import { Activity } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../../../base/shortcuts.ts';
import { useOnePane } from '../../../base/use-media.ts';
import { useNow } from '../../../base/use-now.ts';
import { Button } from '../../../ui/button.tsx';
import { Segmented } from '../../../ui/fields/segmented.tsx';
import { EmptyState } from '../../../ui/layout/empty-state.tsx';
import { Scroller } from '../../../ui/layout/scroller.tsx';
import { useRows } from '../../../ui/layout/use-rows.ts';
import { VirtualRows } from '../../../ui/layout/virtual-rows.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useDocuments } from '../../../workspace/live/use-documents.ts';
import { AgentsHeader } from '../agents-header.tsx';
import { messageWords } from '../trace/message-words.ts';
import { useAmounts } from '../trace/use-amounts.ts';
import { type RunFilter, runFilters } from './run-filters.ts';
import { RunRow, TALL_ROW, WIDE_ROW } from './run-row.tsx';
import { useCustomerNames } from './use-customer-names.ts';
import { useMonitoredRuns } from './use-monitored-runs.ts';
import type { Today } from './use-today.ts';

/** What the agents are doing and have done; each run opens its trace. */
export const MonitorScreen = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { state: filter = 'all' } = useSearch({ from: '/agents/runs' });
  const now = useNow();
  const onePane = useOnePane();
  const { runs, today, showUpTo } = useMonitoredRuns(filter, now);
  const customer = useCustomerNames(runs?.items.map(({ conversationId }) => conversationId) ?? []);
  const messages = useDocuments(
    'messages',
    runs?.items.map(({ messageId }) => messageId),
  );
  const { scroller, virtualizer, lastShown } = useRows({
    count: runs?.items.length ?? 0,
    rowHeight: onePane ? TALL_ROW : WIDE_ROW,
    list: filter,
  });
  useEffect(() => showUpTo(lastShown), [showUpTo, lastShown]);

  const step = (by: 1 | -1): void => {
    const links = [...(scroller.current?.querySelectorAll<HTMLElement>('a[data-run]') ?? [])];
    const at = links.findIndex((link) => link.matches(':focus'));
    links[at < 0 ? 0 : at + by]?.focus();
  };
  useShortcuts({ next: () => step(1), previous: () => step(-1) });
  const show = (chosen: RunFilter): void => {
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
        <TodayLine today={today} />
      </div>
      {runs?.isKept && (
        <div className="shrink-0 px-4 pt-3">
          <Notice tone="plain" title={t('runs.kept')} />
        </div>
      )}
      {runs?.items.length === 0 && runs.isWhole ? (
        <NoRuns filter={filter} isKept={runs.isKept} onShowAll={() => show('all')} />
      ) : (
        <Scroller ref={scroller} aria-label={t('runs.list')} className="flex-1">
          <VirtualRows
            label={t('runs.list')}
            height={virtualizer.getTotalSize()}
            // A row without its text would only flicker.
            rows={customer && messages ? virtualizer.getVirtualItems() : []}
            items={runs?.items}
            count={runs?.isWhole ? runs.items.length : undefined}
          >
            {(run) => (
              <RunRow
                run={run}
                name={customer?.(run.conversationId) ?? ''}
                text={messageWords(messages?.get(run.messageId))}
                now={now}
              />
            )}
          </VirtualRows>
        </Scroller>
      )}
    </div>
  );
};

type NoRunsProps = { readonly filter: RunFilter; readonly isKept: boolean | undefined; readonly onShowAll: () => void };

const NoRuns = ({ filter, isKept, onShowAll }: NoRunsProps) => {
  const { t } = useTranslation();
  if (filter === 'all') return <EmptyState icon={Activity} text={t(isKept ? 'runs.emptyKept' : 'runs.empty')} />;
  return (
    <EmptyState icon={Activity} text={t('runs.emptyFilter')}>
      <Button onClick={onShowAll}>{t('runs.showAll')}</Button>
    </EmptyState>
  );
};

const TodayLine = ({ today }: { readonly today: Today | undefined }) => {
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
