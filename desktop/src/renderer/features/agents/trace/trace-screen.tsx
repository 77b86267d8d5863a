import type { Run } from '@inbetwin/shared/entities/run.ts';
import { Link, useParams } from '@tanstack/react-router';
import { ArrowLeft, SearchX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGoBack } from '../../../base/use-go-back.ts';
import { useEmptyWords } from '../../../parts/sync/use-empty-words.ts';
import { buttonClass } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { EmptyState } from '../../../ui/layout/empty-state.tsx';
import { Screen } from '../../../ui/layout/screen.tsx';
import { Scroller } from '../../../ui/layout/scroller.tsx';
import { Section } from '../../../ui/layout/section.tsx';
import { useRun } from '../../../workspace/live/use-runs.ts';
import { CancelRun } from '../monitor/cancel-run.tsx';
import { useCustomerNames } from '../monitor/use-customer-names.ts';
import { ReplayMenu } from './replay-menu.tsx';
import { RunSummary } from './run-summary.tsx';
import { RunTimeline } from './run-timeline.tsx';
import { StepList, stepElementId } from './step-list.tsx';
import { useTicking } from './use-ticking.ts';

/** Everything that was recorded about one run. */
export const TraceScreen = () => {
  const { t } = useTranslation();
  const emptyWords = useEmptyWords();
  const { runId } = useParams({ from: '/agents/runs/$runId' });
  const run = useRun(runId);
  if (run === undefined) return <div className="h-full bg-surface" />;
  if (run === null) {
    return (
      <Screen title={t('runs.title')}>
        <EmptyState icon={SearchX} text={emptyWords(t('runs.missing'))}>
          <Link to="/agents/runs" className={buttonClass('primary')}>
            {t('agents.monitor')}
          </Link>
        </EmptyState>
      </Screen>
    );
  }
  return <Trace key={runId} run={run} />;
};

const Trace = ({ run }: { readonly run: Run }) => {
  const { t } = useTranslation();
  const goBack = useGoBack('/agents/runs');
  const now = useTicking(run.state === 'running');
  const customer = useCustomerNames([run.conversationId]);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const name = customer?.(run.conversationId) ?? '';
  const show = (index: number): void => {
    setOpen((current) => new Set([...current, index]));
    const row = document.getElementById(stepElementId(index));
    row?.scrollIntoView({ block: 'center' });
    row?.focus({ preventScroll: true });
  };
  const toggle = (index: number): void =>
    setOpen((current) => {
      const next = new Set(current);
      if (!next.delete(index)) next.add(index);
      return next;
    });
  return (
    <div className="flex h-full min-w-0 flex-col bg-surface">
      <header className="flex min-h-12 shrink-0 items-center gap-2 border-b border-line px-4 py-2 max-panes:pl-2">
        <IconButton icon={ArrowLeft} label={t('action.back')} onClick={goBack} />
        <h1 className="min-w-0 flex-1 truncate text-16 font-semibold">{t('runs.openOf', { name })}</h1>
        <CancelRun run={run} />
        <ReplayMenu run={run} />
      </header>
      <Scroller aria-label={t('runs.title')} className="flex-1">
        <div className="mx-auto flex max-w-4xl flex-col gap-6 p-6 max-panes:p-4">
          <RunSummary run={run} />
          <Section title={t('runs.timeline')}>
            <RunTimeline run={run} now={now} onStep={show} />
          </Section>
          <Section title={t('runs.steps')}>
            <StepList run={run} now={now} open={open} onToggle={toggle} />
          </Section>
        </div>
      </Scroller>
    </div>
  );
};
