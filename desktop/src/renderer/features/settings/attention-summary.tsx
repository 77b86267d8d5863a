import { Link } from '@tanstack/react-router';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useAttention } from '../../parts/refusals/use-attention.ts';
import { buttonClass } from '../../ui/button.tsx';

/** How much waits for this person, and the way to it. */
export const AttentionSummary = () => {
  const { t } = useTranslation();
  const { count } = useAttention();
  if (count === 0) return <p className="text-muted">{t('sync.attention.none')}</p>;
  return (
    <p className="flex flex-wrap items-center justify-between gap-2">
      <span className="numbers flex items-center gap-2 text-caution">
        <TriangleAlert size={16} aria-hidden className="shrink-0" />
        {t('sync.attention.count', { count })}
      </span>
      <Link to="/attention" className={buttonClass('plain')}>
        {t('sync.attention.open')}
      </Link>
    </p>
  );
};
