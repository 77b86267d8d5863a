import { ArrowDown, ArrowUp, Equal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatDecimals } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { classNames } from '../../../ui/class-names.ts';
import type { KeptRuns, Run } from './evaluation.ts';

type MetricName = 'ndcg10' | 'recall100' | 'mrr10' | 'p50ms' | 'p95ms';

type Metric = {
  readonly name: MetricName;
  /** The field's standard name, the same in every language. */
  readonly label: string;
  readonly means: 'ndcg' | 'recall' | 'mrr' | 'p50' | 'p95';
  readonly unit: 'share' | 'ms';
};

const metrics: readonly Metric[] = [
  { name: 'ndcg10', label: 'nDCG@10', means: 'ndcg', unit: 'share' },
  { name: 'recall100', label: 'Recall@100', means: 'recall', unit: 'share' },
  { name: 'mrr10', label: 'MRR@10', means: 'mrr', unit: 'share' },
  { name: 'p50ms', label: 'p50', means: 'p50', unit: 'ms' },
  { name: 'p95ms', label: 'p95', means: 'p95', unit: 'ms' },
];

/** The metrics of the last evaluation, and their change since the one before. */
export const RunMetrics = ({ kept: { last, before } }: { readonly kept: KeptRuns }) => {
  const { t } = useTranslation();
  return (
    <dl
      aria-label={t('searchLab.run.metrics')}
      className="grid grid-cols-5 gap-px overflow-hidden rounded-card border border-line bg-line max-panes:grid-cols-2"
    >
      {metrics.map((metric) => (
        <Tile key={metric.name} metric={metric} last={last} before={before} />
      ))}
    </dl>
  );
};

type TileProps = { readonly metric: Metric; readonly last: Run; readonly before: Run | undefined };

const Tile = ({ metric: { name, label, means, unit }, last, before }: TileProps) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const decimals = unit === 'ms' ? 1 : 3;
  const written = formatDecimals(last[name], decimals, language);
  return (
    <div className="flex flex-col gap-0.5 bg-surface px-3 py-2 max-panes:first:col-span-2">
      <dt className="text-12 font-medium text-muted">{label}</dt>
      <dd className="numbers text-20 font-semibold whitespace-nowrap">
        {unit === 'ms' ? t('searchLab.run.ms', { value: written }) : written}
      </dd>
      {before && <Delta now={last[name]} then={before[name]} unit={unit} />}
      <dd className="text-12 text-muted">{t(`searchLab.run.${means}`)}</dd>
    </div>
  );
};

type DeltaProps = { readonly now: number; readonly then: number; readonly unit: Metric['unit'] };

/** Smaller relative changes of a time reflect the machine rather than search. */
const NOISE = 0.2;

/** Higher is better for ratios, lower for times. */
const Delta = ({ now, then, unit }: DeltaProps) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const decimals = unit === 'ms' ? 1 : 3;
  const change = now - then;
  const written = formatDecimals(Math.abs(change), decimals, language);
  const isSame = Number(Math.abs(change).toFixed(decimals)) === 0;
  if (isSame) {
    return (
      <dd className="flex items-center gap-1 text-12 text-muted">
        <Equal size={12} aria-hidden />
        {t('searchLab.run.same')}
      </dd>
    );
  }
  const Arrow = change > 0 ? ArrowUp : ArrowDown;
  const isBetter = unit === 'ms' ? change < 0 : change > 0;
  const isNoise = unit === 'ms' && Math.abs(change) < NOISE * then;
  const ink = isBetter ? 'text-positive' : 'text-danger';
  return (
    <dd
      className={classNames('numbers flex items-center gap-1 text-12', isNoise ? 'text-muted' : ink)}
      title={t('searchLab.run.since')}
    >
      <Arrow size={12} aria-hidden />
      {change > 0 ? '+' : '−'}
      {written}
      <span className="sr-only">{t('searchLab.run.since')}</span>
    </dd>
  );
};
