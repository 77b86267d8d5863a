import type { Language } from '@inbetwin/shared/entities/declaring/fields.ts';
import type { ScoreReason } from '@inbetwin/shared/entities/lead.ts';
import { Minus, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../i18n/format.ts';
import { wordFor } from '../../i18n/i18n.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { classNames } from '../../ui/class-names.ts';
import { ScoreBar } from './score-bar.tsx';

type ScoreCardProps = {
  readonly score: number;
  readonly reasons: readonly ScoreReason[];
  /** Maximum number of reasons to show, weightiest first; all by default. */
  readonly limit?: number;
};

/** The score as a bar with its reasons. */
export const ScoreCard = ({ score, reasons, limit }: ScoreCardProps) => {
  const { t } = useTranslation();
  const shown = reasons.toSorted((a, b) => Math.abs(b.points) - Math.abs(a.points)).slice(0, limit);
  if (shown.length === 0) return <p className="text-muted">{t('leads.score.none')}</p>;
  return (
    <div className="flex flex-col gap-2">
      <ScoreBar score={score} size="large" />
      <ul aria-label={t('leads.score.why')} className="flex flex-col gap-0.5">
        {shown.map((reason) => (
          <Reason key={reason.code} reason={reason} />
        ))}
      </ul>
    </div>
  );
};

/** Formats an amount as the interface language writes numbers. */
const readable = (detail: string, language: Language): string =>
  /^\d{4,15}$/.test(detail) ? formatNumber(Number(detail), language) : detail;

const Reason = ({ reason }: { readonly reason: ScoreReason }) => {
  const language = useLanguage();
  const isPlus = reason.points >= 0;
  const Icon = isPlus ? Plus : Minus;
  return (
    <li className="flex items-baseline gap-2">
      <span
        className={classNames(
          'numbers inline-flex w-8 shrink-0 items-center gap-0.5 text-12',
          isPlus ? 'text-positive' : 'text-danger',
        )}
      >
        <Icon size={10} strokeWidth={3} role="img" aria-label={isPlus ? '+' : '−'} />
        {Math.abs(reason.points)}
      </span>
      <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        {wordFor('leads.score.reason', reason.code) ?? reason.code}
        {reason.detail && <span className="text-muted">: {readable(reason.detail, language)}</span>}
      </span>
    </li>
  );
};
