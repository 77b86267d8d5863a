import { Link } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/layout/empty-state.tsx';

/** Shown at an address without a screen. */
export const NotFoundScreen = () => {
  const { t } = useTranslation();
  return (
    <EmptyState icon={Compass} text={t('errors.notFound')}>
      <Link to="/inbox" className={buttonClass('primary')}>
        {t('errors.notFoundAction')}
      </Link>
    </EmptyState>
  );
};
