import type { Agent } from '@inbetwin/shared/agents/agent.ts';
import { agents } from '@inbetwin/shared/agents/registry.ts';
import { type AgentConfigs, isOfTeam } from '@inbetwin/shared/agents/team/agent-configs.ts';
import { baseOf, configure } from '@inbetwin/shared/agents/team/team-agents.ts';
import { mayAdminister } from '@inbetwin/shared/contracts/rights.ts';
import type { AgentConfig } from '@inbetwin/shared/entities/setting-kinds/agent.ts';
import { Link } from '@tanstack/react-router';
import { Bot, CircleCheck, CirclePause } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../../base/shortcuts.ts';
import { useAgentConfigs } from '../../parts/agents/use-agent-configs.ts';
import { useAgentWords } from '../../parts/agents/use-agent-words.ts';
import { useSession } from '../../session/session.ts';
import { classNames } from '../../ui/class-names.ts';
import { Scroller } from '../../ui/layout/scroller.tsx';
import { useTeamSetting } from '../../workspace/live/use-team-setting.ts';
import { AgentsHeader } from './agents-header.tsx';
import { isAsBuiltIn } from './editor/agent-form.ts';
import { HandBackField } from './hand-back-field.tsx';
import { NewAgent } from './new-agent.tsx';

const builtIn: readonly Agent[] = Object.values(agents);

/** The list of the team's agents: what each does, its model and tools, and whether it has been changed. */
export const AgentsScreen = () => {
  const { t } = useTranslation();
  const { isLocal, team } = useSession();
  const configs = useAgentConfigs();
  const isAdmin = team !== undefined && mayAdminister(team.role);
  const step = (by: 1 | -1): void => {
    const links = [...document.querySelectorAll<HTMLElement>('[data-agent] a')];
    const at = links.findIndex((link) => link.matches(':focus'));
    links[at < 0 ? 0 : Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
  };
  useShortcuts({ next: () => step(1), previous: () => step(-1) });
  return (
    <div className="flex h-full min-w-0 flex-col bg-surface">
      <AgentsHeader view="agents" />
      <Scroller aria-label={t('agents.title')} className="flex-1">
        <div className="mx-auto flex max-w-3xl flex-col gap-4 p-6 max-panes:p-4">
          <p className="text-14 text-muted">{t(isLocal ? 'agents.local' : 'agents.hint')}</p>
          <ModelLine />
          <ul className="flex flex-col">
            {[...builtIn, ...madeByTeam(configs)].map((agent) => (
              <AgentRow key={agent.name} agent={agent} config={configs?.get(agent.name) ?? {}} />
            ))}
          </ul>
          {isAdmin && (
            <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
              <NewAgent />
              <p className="min-w-60 flex-1 text-12 text-muted">{t('agents.make.about')}</p>
            </div>
          )}
          <HandBackField mayChange={isAdmin} />
        </div>
      </Scroller>
    </div>
  );
};

/** The agents that the team created, sorted by title. */
const madeByTeam = (configs: AgentConfigs = new Map()): readonly Agent[] =>
  [...configs]
    .filter(([name, config]) => isOfTeam(name, config, agents))
    .toSorted(([, a], [, b]) => (a.title ?? '').localeCompare(b.title ?? ''))
    .map(([name]) => baseOf(name, agents));

const ModelLine = () => {
  const { t } = useTranslation();
  const team = useTeamSetting();
  if (!team) return null;
  return (
    <p className="flex items-center gap-2 rounded-card bg-agent-soft px-4 py-2">
      <Bot size={16} aria-hidden className="shrink-0 text-agent" />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {team.model === null ? t('agents.noModel') : t('agents.model', { name: team.model })}
      </span>
    </p>
  );
};

const AgentRow = ({ agent, config }: { readonly agent: Agent; readonly config: AgentConfig }) => {
  const { t } = useTranslation();
  const { agentName, agentAbout } = useAgentWords();
  const { tools, approvals = [] } = configure(agent, config);
  const isOn = config.enabled !== false;
  const Icon = isOn ? CircleCheck : CirclePause;
  return (
    <li data-agent className="relative border-b border-line py-3 last:border-0 hover:bg-surface-2">
      <div className="flex items-start gap-3 px-2">
        <Icon size={16} aria-hidden className={classNames('mt-0.5 shrink-0', isOn ? 'text-positive' : 'text-faint')} />
        <div className="min-w-0 flex-1">
          <p className="flex flex-wrap items-baseline gap-x-2">
            <Link
              to="/agents/$agentName"
              params={{ agentName: agent.name }}
              className="text-14 font-medium after:absolute after:inset-0"
            >
              {agentName(agent.name)}
            </Link>
            <span className={classNames('text-12', isOn ? 'text-positive' : 'text-muted')}>
              {t(isOn ? 'agents.on' : 'agents.off')}
            </span>
          </p>
          <p className="text-muted">{agentAbout(agent.name)}</p>
          <p className="flex flex-wrap gap-x-3 pt-1 text-12 text-faint">
            <span>{t(agent.followsUp ? 'agents.followsUp' : agent.answers ? 'agents.answers' : 'agents.works')}</span>
            {tools.length > 0 && <span className="numbers">{t('agents.tools', { count: tools.length })}</span>}
            {approvals.length > 0 && (
              <span className="numbers">{t('agents.approvals', { count: approvals.length })}</span>
            )}
            <span>{t(config.title ? 'agents.ofTeam' : isAsBuiltIn(config) ? 'agents.builtIn' : 'agents.changed')}</span>
          </p>
        </div>
      </div>
    </li>
  );
};
