import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

/** A link from an agent's message to the run that produced it. */
export const RunLink = ({ runId }: { readonly runId: string }) => {
  const { t } = useTranslation();
  return (
    <Link
      to="/agents/runs/$runId"
      params={{ runId }}
      className="rounded-control text-accent hover:underline max-panes:inline-flex max-panes:min-h-8 max-panes:items-center"
    >
      {t('runs.open')}
    </Link>
  );
};
