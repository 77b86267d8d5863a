import type { Run, Step } from '@inbetwin/shared/entities/run.ts';
import { useTranslation } from 'react-i18next';
import { useAgentWords } from '../../../parts/agents/use-agent-words.ts';
import { classNames } from '../../../ui/class-names.ts';
import { isByRules } from './step-content.ts';
import { type Lane, spanOf, timelineOf } from './timeline.ts';
import { useAmounts } from './use-amounts.ts';
import { useStepWords } from './use-step-words.ts';

type RunTimelineProps = {
  readonly run: Run;
  readonly now: number;
  readonly onStep: (index: number) => void;
};

/** A timeline with a lane per agent and a bar per step. */
export const RunTimeline = ({ run, now, onStep }: RunTimelineProps) => {
  const { duration } = useAmounts();
  const { t } = useTranslation();
  const { lanes, pauses } = timelineOf(run, now);
  return (
    <div className="flex flex-col gap-2">
      <p className="text-12 text-muted">{t('runs.timelineHint')}</p>
      <ul className="flex flex-col gap-1">
        {lanes.map((lane) => (
          <LaneRow key={lane.agent} lane={lane} now={run.state === 'running' ? now : undefined} onStep={onStep} />
        ))}
      </ul>
      {pauses.length > 0 && (
        <p className="numbers flex flex-wrap gap-x-3 text-12 text-muted">
          {pauses.map(({ at, ms }) => (
            <span key={at}>{t('runs.pause', { time: duration(ms) })}</span>
          ))}
        </p>
      )}
    </div>
  );
};

type LaneRowProps = {
  readonly lane: Lane;
  readonly now: number | undefined;
  readonly onStep: (index: number) => void;
};

const LaneRow = ({ lane, now, onStep }: LaneRowProps) => {
  const { agentName } = useAgentWords();
  const { duration } = useAmounts();
  const words = useStepWords();
  const name = agentName(lane.agent);
  return (
    <li className="grid grid-cols-[11rem_minmax(0,1fr)] items-center gap-x-3 max-panes:grid-cols-1">
      <span className="truncate text-12 text-muted" title={name}>
        {name}
      </span>
      <span className="relative block h-6 rounded-control bg-surface-2">
        {lane.bars.map(({ step, from, to }) => {
          const { from: begins, to: ends } = spanOf(step, now);
          const label = `${name}: ${words(step)}, ${duration(ends - begins)}`;
          return (
            <button
              key={step.index}
              type="button"
              title={label}
              aria-label={label}
              onClick={() => onStep(step.index)}
              style={{ left: `${from * 100}%`, width: `${(to - from) * 100}%` }}
              className={classNames('absolute inset-y-1 min-w-1.5 rounded-[3px] hover:opacity-80', barLook(step))}
            />
          );
        })}
      </span>
    </li>
  );
};

const barLook = ({ kind, name, state }: Step): string => {
  if (state === 'failed') return 'bg-danger';
  if (state === 'dropped') return 'border border-line-strong bg-surface';
  if (kind === 'model' || (kind === 'route' && !isByRules({ name }))) return 'bg-agent';
  if (kind === 'reply') return 'bg-positive';
  return kind === 'event' || kind === 'handover' ? 'bg-caution' : 'bg-accent';
};
