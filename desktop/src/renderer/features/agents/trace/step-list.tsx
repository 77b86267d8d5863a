import type { Run, Step } from '@inbetwin/shared/entities/run.ts';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useAgentWords } from '../../../parts/agents/use-agent-words.ts';
import { classNames } from '../../../ui/class-names.ts';
import { isByRules } from './step-content.ts';
import { StepDetails } from './step-details.tsx';
import { failedIcon, stepIcons } from './step-icons.ts';
import { spanOf } from './timeline.ts';
import { useAmounts } from './use-amounts.ts';
import { useStepWords } from './use-step-words.ts';

type StepListProps = {
  readonly run: Run;
  readonly now: number;
  readonly open: ReadonlySet<number>;
  readonly onToggle: (index: number) => void;
};

export const stepElementId = (index: number): string => `step-${index}`;

/** All recorded steps in order; each can be expanded. */
export const StepList = ({ run, now, open, onToggle }: StepListProps) => (
  <ol className="flex flex-col">
    {run.steps.map((step) => (
      <li key={step.index} className="border-b border-line last:border-0">
        <StepRow
          step={step}
          now={run.state === 'running' ? now : undefined}
          isOpen={open.has(step.index)}
          onToggle={() => onToggle(step.index)}
        />
        {open.has(step.index) && (
          <div className="pb-3 pl-7 max-panes:pl-2">
            <StepDetails run={run} step={step} />
          </div>
        )}
      </li>
    ))}
  </ol>
);

type StepRowProps = {
  readonly step: Step;
  readonly now: number | undefined;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
};

const StepRow = ({ step, now, isOpen, onToggle }: StepRowProps) => {
  const { t } = useTranslation();
  const { agentName } = useAgentWords();
  const words = useStepWords();
  const { duration, cost } = useAmounts();
  const { state, tokens, costMicros = 0 } = step;
  const Icon = state === 'failed' ? failedIcon : stepIcons[step.kind];
  const Arrow = isOpen ? ChevronDown : ChevronRight;
  const { from, to } = spanOf(step, now);
  const used = tokens ? tokens.input + tokens.output : 0;
  return (
    <button
      id={stepElementId(step.index)}
      type="button"
      aria-expanded={isOpen}
      onClick={onToggle}
      className="focus-inset flex min-h-9 w-full items-center gap-2 rounded-control px-1 py-1 text-left hover:bg-surface-2 max-panes:min-h-11"
    >
      <Arrow size={14} aria-hidden className="shrink-0 text-faint" />
      <Icon size={14} aria-hidden className={classNames('shrink-0', inkOf(step))} />
      <span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-2">
        <span className={classNames('font-medium [overflow-wrap:anywhere]', state === 'dropped' && 'text-muted')}>
          {words(step)}
        </span>
        <span className="text-12 text-muted">{agentName(step.agent)}</span>
        {step.kind === 'route' && step.error && (
          <span className="text-12 text-caution">{t('runs.stepState.byRules')}</span>
        )}
        {state !== 'done' && (
          <span className={classNames('text-12', state === 'failed' ? 'text-danger' : 'text-caution')}>
            {t(`runs.stepState.${state}`)}
          </span>
        )}
      </span>
      <span className="numbers flex shrink-0 items-baseline gap-x-3 text-12 text-muted">
        {used > 0 && <span className="max-panes:hidden">{t('runs.tokens', { count: used })}</span>}
        {costMicros > 0 && <span className="max-panes:hidden">{cost(costMicros)}</span>}
        {step.kind !== 'event' && <span>{duration(to - from)}</span>}
      </span>
    </button>
  );
};

const inkOf = ({ kind, name, state }: Step): string => {
  if (state === 'failed') return 'text-danger';
  return kind === 'model' || (kind === 'route' && !isByRules({ name })) ? 'text-agent' : 'text-muted';
};
