import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Segmented } from '../../ui/fields/segmented.tsx';

/** Switches between the agents and their runs. */
export const AgentsHeader = ({ view }: { readonly view: 'agents' | 'monitor' }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <header className="flex min-h-12 shrink-0 items-center gap-2 border-b border-line px-4 py-2">
      <h1 className="min-w-0 flex-1 truncate text-16 font-semibold">
        {t(view === 'agents' ? 'agents.title' : 'agents.monitor')}
      </h1>
      <Segmented
        label={t('agents.view')}
        value={view}
        options={[
          { value: 'agents', label: t('agents.title') },
          { value: 'monitor', label: t('agents.monitor') },
        ]}
        onChange={(chosen) => void navigate({ to: chosen === 'agents' ? '/agents' : '/agents/runs' })}
      />
    </header>
  );
};
