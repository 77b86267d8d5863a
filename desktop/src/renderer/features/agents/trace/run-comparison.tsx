import { diffRuns, type RunDiff, type RunTotals, type StepPair } from '@inbetwin/shared/agents/replay/diff-runs.ts';
import type { Run, Step } from '@inbetwin/shared/entities/run.ts';
import type { Piece } from '@inbetwin/shared/text/diff-words.ts';
import { Equal, EqualNot, Minus, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { useAgentWords } from '../../../parts/agents/use-agent-words.ts';
import { Button } from '../../../ui/button.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { Section } from '../../../ui/layout/section.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { RunMark } from './run-mark.tsx';
import { StepDetails } from './step-details.tsx';
import { useAmounts } from './use-amounts.ts';
import { useStepWords } from './use-step-words.ts';

type RunComparisonProps = {
  /** The recorded run. */
  readonly left: Run;
  /** The simulated run. */
  readonly right: Run;
};

/** Two runs over the same messages side by side: differences in the replies, the steps, and the costs. */
export const RunComparison = ({ left, right }: RunComparisonProps) => {
  const { t } = useTranslation();
  const diff = diffRuns(left, right);
  return (
    <div className="flex flex-col gap-4">
      {diff.isSame && <Notice tone="plain" live title={t('agents.test.same')} />}
      <div className="grid grid-cols-2 gap-3 max-panes:grid-cols-1">
        <Side title={t('runs.compare.was')} run={left} pieces={diff.reply.left} look="bg-danger-soft text-danger" />
        <Side title={t('runs.compare.now')} run={right} pieces={diff.reply.right} look="bg-accent-soft text-accent" />
      </div>
      <Totals totals={diff.totals} />
      <Section title={t('runs.compare.steps')}>
        <Steps diff={diff} left={left} right={right} />
      </Section>
    </div>
  );
};

type SideProps = {
  readonly title: string;
  readonly run: Run;
  readonly pieces: readonly Piece[];
  /** Words that the other side does not contain. */
  readonly look: string;
};

const Side = ({ title, run, pieces, look }: SideProps) => {
  const { t } = useTranslation();
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-1 rounded-card border border-line p-3">
      <h3 className="flex items-center justify-between gap-2 text-12 font-medium text-muted">
        {title}
        <RunMark run={run} />
      </h3>
      {pieces.length === 0 ? (
        <p className="text-muted">{t('runs.compare.noReply')}</p>
      ) : (
        <p className="text-14 [overflow-wrap:anywhere] whitespace-pre-wrap">
          {pieces.map(({ text, differs }, at) =>
            differs ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text have no other name
              <mark key={at} className={look}>
                {text}
              </mark>
            ) : (
              text
            ),
          )}
        </p>
      )}
    </section>
  );
};

const Totals = ({ totals: { left, right } }: { readonly totals: RunDiff['totals'] }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const { duration, cost } = useAmounts();
  const rows: readonly (readonly [string, (totals: RunTotals) => string])[] = [
    [t('runs.stepCount'), ({ steps }) => formatNumber(steps, language)],
    [t('runs.tokenCount'), ({ tokens }) => formatNumber(tokens.input + tokens.output, language)],
    [t('runs.costLabel'), ({ costMicros }) => cost(costMicros)],
    [t('runs.modelTime'), ({ modelMs }) => duration(modelMs)],
  ];
  return (
    <table className="numbers w-full table-fixed text-left">
      <thead>
        <tr className="border-b border-line text-12 text-muted">
          <td />
          <th scope="col" className="py-1 text-right font-medium">
            {t('runs.compare.was')}
          </th>
          <th scope="col" className="py-1 text-right font-medium">
            {t('runs.compare.now')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([label, value]) => (
          <tr key={label} className="border-b border-line last:border-0">
            <th scope="row" className="py-1 font-normal text-muted">
              {label}
            </th>
            <td className="py-1 text-right">{value(left)}</td>
            <td className="py-1 text-right">{value(right)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

type StepsProps = RunComparisonProps & { readonly diff: RunDiff };

const Steps = ({ diff, left, right }: StepsProps) => {
  const { t } = useTranslation();
  const [showsSame, setShowsSame] = useState(false);
  const same = diff.steps.filter(({ kind }) => kind === 'same').length;
  const shown = showsSame ? diff.steps : diff.steps.filter(({ kind }) => kind !== 'same');
  return (
    <>
      <ul className="flex flex-col gap-2">
        {shown.map((pair) => (
          <PairRow key={`${pair.left?.index} ${pair.right?.index}`} pair={pair} left={left} right={right} />
        ))}
      </ul>
      {same > 0 && (
        <p className="numbers flex items-center gap-2 text-muted">
          {t('runs.compare.sameCount', { count: same })}
          <Button look="quiet" aria-expanded={showsSame} onClick={() => setShowsSame(!showsSame)}>
            {t(showsSame ? 'runs.compare.hideSame' : 'runs.compare.showSame')}
          </Button>
        </p>
      )}
    </>
  );
};

const marks = {
  same: { icon: Equal, ink: 'text-muted' },
  changed: { icon: EqualNot, ink: 'text-caution' },
  left: { icon: Minus, ink: 'text-danger' },
  right: { icon: Plus, ink: 'text-accent' },
} as const;

const PairRow = ({ pair, left, right }: RunComparisonProps & { readonly pair: StepPair }) => {
  const { t } = useTranslation();
  const { agentName } = useAgentWords();
  const words = useStepWords();
  const { icon: Icon, ink } = marks[pair.kind];
  const step: Step | undefined = pair.right ?? pair.left;
  if (!step) return null;
  return (
    <li className="rounded-card border border-line px-3 py-2">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className={classNames('inline-flex items-center gap-1 text-12', ink)}>
          <Icon size={12} aria-hidden />
          {t(`runs.compare.${pair.kind}`)}
        </span>
        <span className="font-medium">{words(step)}</span>
        <span className="text-12 text-muted">{agentName(pair.agent)}</span>
      </p>
      {pair.kind !== 'same' && (
        <div className="grid grid-cols-2 gap-3 max-panes:grid-cols-1">
          <div className="min-w-0">{pair.left && <StepDetails run={left} step={pair.left} />}</div>
          <div className="min-w-0">{pair.right && <StepDetails run={right} step={pair.right} />}</div>
        </div>
      )}
    </li>
  );
};
