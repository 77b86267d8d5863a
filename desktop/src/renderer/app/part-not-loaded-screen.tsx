import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorScreen } from './error-screen.tsx';
import type { PartNotLoaded } from './load-part.ts';
import { pageParts, reloadWhenUpdated } from './reload-when-updated.ts';
import { reportFailure } from './report-failure.ts';

/** A page that the server has replaced meanwhile is reloaded; else the person is told what is missing. */
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
