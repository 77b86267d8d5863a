import { useTranslation } from 'react-i18next';
import { wordFor } from '../../i18n/i18n.ts';

type AgentWords = {
  readonly agentName: (name: string) => string;
  /** What it is for; empty for one that this version does not know. */
  readonly agentAbout: (name: string) => string;
  readonly toolName: (name: string) => string;
};

/** What people call agents and tools; an unknown one has its own name. */
export const useAgentWords = (): AgentWords => {
  useTranslation();
  return {
    agentName: (name) => wordFor('agents.name', name) ?? name,
    agentAbout: (name) => wordFor('agents.about', name) ?? '',
    toolName: (name) => wordFor('agents.tool', name) ?? name,
  };
};
