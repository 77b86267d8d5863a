import { agents } from '@inbetwin/shared/agents/registry.ts';
import { mayAdminister } from '@inbetwin/shared/contracts/rights.ts';
import type { Run } from '@inbetwin/shared/entities/run.ts';
import { useNavigate } from '@tanstack/react-router';
import { Bot, FlaskConical } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useOnePane } from '../../../base/use-media.ts';
import { useAgentWords } from '../../../parts/agents/use-agent-words.ts';
import { useSession } from '../../../session/session.ts';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Menu, MenuItem } from '../../../ui/menu.tsx';

/** Links to the agents of this run, to test what they would do with other settings. */
export const ReplayMenu = ({ run }: { readonly run: Run }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const onePane = useOnePane();
  const { team } = useSession();
  const { agentName, agentTitle } = useAgentWords();
  const isSetUp = (name: string): boolean => Object.hasOwn(agents, name) || agentTitle(name) !== undefined;
  const names = [...new Set(run.steps.map(({ agent }) => agent))].filter(isSetUp);
  if (names.length === 0 || team === undefined || !mayAdminister(team.role)) return null;
  const trigger = onePane ? (
    <IconButton icon={FlaskConical} label={t('runs.again')} />
  ) : (
    <Button>
      <FlaskConical size={16} aria-hidden />
      {t('runs.again')}
    </Button>
  );
  return (
    <Menu trigger={trigger}>
      {names.map((name) => (
        <MenuItem
          key={name}
          icon={Bot}
          label={t('runs.againWith', { name: agentName(name) })}
          onSelect={() =>
            void navigate({ to: '/agents/$agentName', params: { agentName: name }, search: { run: run.id } })
          }
        />
      ))}
    </Menu>
  );
};
