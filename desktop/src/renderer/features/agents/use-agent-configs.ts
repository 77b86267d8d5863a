import { agentSettingId } from '@inbetwin/shared/agents/team-agents.ts';
import type { AgentConfig } from '@inbetwin/shared/entities/setting.ts';
import { useDocument, useDocuments } from '../../app/use-documents.ts';

/** How the team has set one agent, live; undefined until it is read. */
export const useAgentConfig = (name: string): AgentConfig | undefined => {
  const setting = useDocument('settings', agentSettingId(name));
  return setting === undefined ? undefined : (setting?.agent ?? {});
};

/** By the agents' names; those that nobody set are not there. */
export const useAgentConfigs = (names: readonly string[]): ReadonlyMap<string, AgentConfig> | undefined => {
  const found = useDocuments('settings', names.map(agentSettingId));
  if (!found) return undefined;
  return new Map(
    names.flatMap((name) => {
      const config = found.get(agentSettingId(name))?.agent;
      return config ? [[name, config] as const] : [];
    }),
  );
};
