import type { Setting } from '../../entities/setting.ts';
import type { AgentConfig } from '../../entities/setting-kinds/agent.ts';

/** What the team has set, by the agents' names. */
export type AgentConfigs = ReadonlyMap<string, AgentConfig>;

export const agentConfigsIn = (settings: readonly Pick<Setting, 'value' | 'agent'>[]): AgentConfigs =>
  new Map(settings.flatMap(({ value, agent = {} }) => (value.kind === 'agent' ? [[value.name, agent] as const] : [])));

/** A title makes it one of the team's; the rest of a setting may outlive the agent that it was for. */
export const isOfTeam = (name: string, { title }: AgentConfig, builtIn: object): boolean =>
  title !== undefined && !Object.hasOwn(builtIn, name);
