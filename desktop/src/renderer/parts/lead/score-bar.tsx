import { useTranslation } from 'react-i18next';
import { classNames } from '../../ui/class-names.ts';

type ScoreBarProps = { readonly score: number; readonly size?: 'row' | 'large' };

/** A score from 0 to 100 as a bar with its number. */
export const ScoreBar = ({ score, size = 'row' }: ScoreBarProps) => {
  const { t } = useTranslation();
  const isLarge = size === 'large';
  return (
    <span
      role="img"
      aria-label={t('leads.score.label', { score })}
      className={classNames('flex items-center', isLarge ? 'gap-3' : 'gap-2')}
    >
      <span className={classNames('numbers shrink-0 text-right', isLarge ? 'text-20 font-semibold' : 'w-6')}>
        {score}
        {isLarge && <span className="text-13 font-normal text-muted"> {t('leads.score.of')}</span>}
      </span>
      <span className={classNames('h-1 overflow-hidden rounded-full bg-line', isLarge ? 'flex-1' : 'w-14')}>
        <span className="block h-full rounded-full bg-accent" style={{ width: `${score}%` }} />
      </span>
    </span>
  );
};
