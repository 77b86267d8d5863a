import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { placeOf } from '../../base/places.ts';
import { buttonClass } from '../../ui/button.tsx';

const { icon: Icon, to } = placeOf('searchLab');

/** A link from the knowledge base to the search lab; only an icon where space is limited. */
export const LabLink = () => {
  const { t } = useTranslation();
  return (
    <Link to={to} className={buttonClass('quiet')} title={t('searchLab.title')}>
      <Icon size={16} aria-hidden />
      <span className="max-panes:sr-only">{t('searchLab.title')}</span>
    </Link>
  );
};
