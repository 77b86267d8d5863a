import { builtInNames } from '@inbetwin/shared/agents/built-in-names.ts';
import { isOfTeam } from '@inbetwin/shared/agents/team/agent-configs.ts';
import { useTranslation } from 'react-i18next';
import { wordFor } from '../../i18n/i18n.ts';
import { useAgentConfigs } from './use-agent-configs.ts';

type AgentWords = {
  readonly agentName: (name: string) => string;
  /** The team's name for an agent that it created; undefined for any other. */
  readonly agentTitle: (name: string) => string | undefined;
  /** What the agent is for; empty for an agent that this version does not know. */
  readonly agentAbout: (name: string) => string;
  readonly toolName: (name: string) => string;
};

/** The display names of agents and tools; an unknown one is shown by its technical name. */
export const useAgentWords = (): AgentWords => {
  const { t } = useTranslation();
  const configs = useAgentConfigs();
  const ownOf = (name: string) => {
    const config = configs?.get(name);
    return config && isOfTeam(name, config, builtInNames) ? config : undefined;
  };
  const agentTitle = (name: string): string | undefined => ownOf(name)?.title;
  return {
    agentTitle,
    agentName: (name) => agentTitle(name) ?? wordFor('agents.name', name) ?? name,
    agentAbout: (name) => {
      const own = ownOf(name);
      if (!own) return wordFor('agents.about', name) ?? '';
      const { topics = [] } = own;
      return topics.length > 0 ? t('agents.ownTopics', { topics: topics.join(', ') }) : t('agents.ownWithout');
    },
    toolName: (name) => wordFor('agents.tool', name) ?? name,
  };
};
