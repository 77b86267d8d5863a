import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Segmented } from '../../ui/fields/segmented.tsx';

type View = 'agents' | 'wording' | 'monitor';

const addresses = { agents: '/agents', wording: '/agents/wording', monitor: '/agents/runs' } as const;

/** Switches between the agents, how they talk, and their runs. */
export const AgentsHeader = ({ view }: { readonly view: View }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const titles = { agents: t('agents.title'), wording: t('agents.wording'), monitor: t('agents.monitor') };
  return (
    <header className="flex min-h-12 shrink-0 items-center gap-2 border-b border-line px-4 py-2">
      <h1 className="min-w-0 flex-1 truncate text-16 font-semibold">{titles[view]}</h1>
      <Segmented
        label={t('agents.view')}
        value={view}
        options={(['agents', 'wording', 'monitor'] as const).map((value) => ({ value, label: titles[value] }))}
        onChange={(chosen) => void navigate({ to: addresses[chosen] })}
      />
    </header>
  );
};
