import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PartNotLoaded } from '../../base/load-part.ts';
import { pageParts, reloadWhenUpdated } from '../../base/reload-when-updated.ts';
import { reportFailure } from '../../base/report-failure.ts';
import { ErrorScreen } from './error-screen.tsx';

/**
 * Shown when a chunk could not be loaded. If the server has a newer build, the page is reloaded; otherwise the person is told what is
 * missing.
 */
export const PartNotLoadedScreen = ({ error }: { readonly error: PartNotLoaded }) => {
  const { t } = useTranslation();
  const [isLooking, setIsLooking] = useState(true);
  useEffect(() => {
    reloadWhenUpdated(pageParts())
      .then(setIsLooking)
      .catch((cause: unknown) => {
        setIsLooking(false);
        reportFailure(cause);
      });
  }, []);
  if (isLooking) return null;
  return (
    <ErrorScreen
      error={error}
      title={t('errors.partTitle')}
      hint={t('errors.partHint')}
      onRetry={() => window.location.reload()}
    />
  );
};
