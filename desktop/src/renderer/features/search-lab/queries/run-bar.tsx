import { Download, Play, Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { reportFailure } from '../../../base/report-failure.ts';
import { useNow } from '../../../base/use-now.ts';
import { formatMoment } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useWorkspace } from '../../../workspace/live/use-live.ts';
import { downloadSet } from './download-set.ts';
import type { Run, RunState } from './evaluation.ts';
import type { EvaluationView } from './use-evaluation.ts';

type RunBarProps = {
  readonly evaluation: EvaluationView;
  readonly queries: number;
  /** Whether any query has a passage marked as an answer. */
  readonly canMeasure: boolean;
};

/** Starts an evaluation, shows its progress, and downloads the set as a file. */
export const RunBar = ({ evaluation: { state, kept, start, cancel }, queries, canMeasure }: RunBarProps) => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const isRunning = state.kind === 'reading' || state.kind === 'asking';
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <p className="numbers min-w-0 flex-1 text-muted max-panes:basis-full">
          {t('searchLab.run.queries', { count: queries })}
        </p>
        <Button look="quiet" disabled={!canMeasure} onClick={() => downloadSet(workspace).catch(reportFailure)}>
          <Download size={16} aria-hidden />
          {t('searchLab.run.download')}
        </Button>
        {isRunning ? (
          <Button onClick={cancel}>
            <Square size={16} aria-hidden />
            {t('searchLab.run.cancel')}
          </Button>
        ) : (
          <Button look="primary" disabled={!canMeasure} onClick={start}>
            <Play size={16} aria-hidden />
            {t(kept ? 'searchLab.run.again' : 'searchLab.run.start')}
          </Button>
        )}
      </div>
      {isRunning && <Progress state={state} />}
      {state.kind === 'failed' && <Notice tone="danger" live title={t('searchLab.run.failed')} />}
      {!canMeasure && <Notice tone="plain" title={t('searchLab.run.nothingToMeasure')} />}
      {!isRunning && kept && <LastRun run={kept.last} />}
    </div>
  );
};

const Progress = ({ state }: { readonly state: RunState }) => {
  const { t } = useTranslation();
  const words =
    state.kind === 'asking'
      ? t('searchLab.run.progress', { done: state.done, total: state.total })
      : t('searchLab.run.reading');
  return (
    <div className="flex flex-col gap-1">
      <p role="status" className="numbers text-muted">
        {words}
      </p>
      <progress
        aria-label={words}
        {...(state.kind === 'asking' ? { value: state.done, max: state.total } : {})}
        className="h-1 w-full accent-accent"
      />
    </div>
  );
};

/** When the last evaluation ran, and what it skipped. */
const LastRun = ({ run: { at, queries, leftOut } }: { readonly run: Run }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow();
  return (
    <p className="numbers flex flex-wrap gap-x-3 text-12 text-muted">
      <span>{t('searchLab.run.done', { time: formatMoment({ at, now, language }, t) })}</span>
      <span>{t('searchLab.run.queries', { count: queries.length })}</span>
      {leftOut.marks > 0 && <span>{t('searchLab.run.goneMarks', { count: leftOut.marks })}</span>}
      {leftOut.queries > 0 && <span>{t('searchLab.run.leftQueries', { count: leftOut.queries })}</span>}
    </p>
  );
};
