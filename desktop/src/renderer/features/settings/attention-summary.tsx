import { Link } from '@tanstack/react-router';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { useAttention } from '../../parts/refusals/use-attention.ts';

/** How many items need this person's attention, with a link to them. */
export const AttentionSummary = () => {
  const { t } = useTranslation();
  const language = useLanguage();
  const { count } = useAttention();
  if (count === 0) return <span className="text-muted">{t('sync.attention.none')}</span>;
  return (
    <span className="flex flex-wrap items-center gap-x-3">
      <span className="numbers inline-flex items-center gap-1.5 text-caution">
        <TriangleAlert size={14} aria-hidden className="shrink-0" />
        {formatNumber(count, language)}
      </span>
      <Link to="/attention" className="text-accent hover:underline">
        {t('sync.attention.open')}
      </Link>
    </span>
  );
};
