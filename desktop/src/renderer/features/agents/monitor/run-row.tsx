import type { RunSummary } from '@inbetwin/shared/contracts/runs.ts';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { formatFull, formatMoment } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { RunMark } from '../trace/run-mark.tsx';
import { useAmounts } from '../trace/use-amounts.ts';
import { CancelRun } from './cancel-run.tsx';

export const WIDE_ROW = 44;
export const TALL_ROW = 64;

type RunRowProps = {
  readonly run: RunSummary;
  readonly name: string;
  /** Undefined if the message is not on this device. */
  readonly text: string | undefined;
  readonly now: number;
};

export const RunRow = ({ run, name, text, now }: RunRowProps) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const { duration, cost } = useAmounts();
  const { tokens, costMicros } = run;
  const used = tokens.input + tokens.output;
  const words = text ?? t('runs.noMessage');
  return (
    <div className="relative grid h-full grid-cols-[10rem_minmax(0,1fr)_7rem_7rem_5rem_2rem] items-center gap-x-4 border-b border-line px-4 hover:bg-surface-2 max-wide:grid-cols-[10rem_minmax(0,1fr)_6rem_2rem] max-panes:grid-cols-[minmax(0,1fr)_auto_2.5rem] max-panes:content-center max-panes:gap-x-2 max-panes:gap-y-0.5">
      <span className="min-w-0 max-panes:col-start-1 max-panes:row-start-2 max-panes:text-12">
        <RunMark run={run} />
      </span>
      <Link
        data-run
        to="/agents/runs/$runId"
        params={{ runId: run.id }}
        title={`${name}: ${words}`}
        className="focus-inset min-w-0 truncate rounded-control after:absolute after:inset-0 max-panes:col-start-1 max-panes:row-start-1"
      >
        <span className="font-medium">{name}</span>
        <span className={text === undefined ? 'text-faint' : 'text-muted'}> · {words}</span>
      </Link>
      <span className="numbers truncate text-right text-12 text-muted max-wide:hidden">
        {used > 0 && t('runs.tokens', { count: used })}
      </span>
      <span className="numbers truncate text-right text-12 text-muted max-wide:hidden">
        {costMicros > 0 && t('runs.cost', { value: cost(costMicros) })}
      </span>
      <span className="flex flex-col items-end text-right text-12 max-panes:col-start-2 max-panes:row-start-1">
        <time
          className="text-faint"
          dateTime={new Date(run.createdAt).toISOString()}
          title={formatFull(run.createdAt, language)}
        >
          {formatMoment({ at: run.createdAt, now, language }, t)}
        </time>
        {run.state === 'done' && <span className="numbers text-faint max-panes:hidden">{duration(workedMs(run))}</span>}
      </span>
      {/* Above the link that covers the row. */}
      <span className="relative z-10 justify-self-end max-panes:col-start-3 max-panes:row-span-2 max-panes:row-start-1">
        <CancelRun run={run} of={name} />
      </span>
    </div>
  );
};

/** Measured from the first step, because a run may wait for the customer to finish writing before it. */
export const workedMs = ({ startedAt, updatedAt }: Pick<RunSummary, 'startedAt' | 'updatedAt'>): number =>
  Math.max(0, updatedAt - (startedAt ?? updatedAt));
