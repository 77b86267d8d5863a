import type { Setting } from '../../entities/setting.ts';
import type { AgentConfig } from '../../entities/setting-kinds/agent.ts';

/** The team's settings by agent name. */
export type AgentConfigs = ReadonlyMap<string, AgentConfig>;

/** Collects the agents' settings by name. */
export const agentConfigsIn = (settings: readonly Pick<Setting, 'value' | 'agent'>[]): AgentConfigs =>
  new Map(settings.flatMap(({ value, agent = {} }) => (value.kind === 'agent' ? [[value.name, agent] as const] : [])));

/**
 * Only a title makes an agent one of the team's: other parts of a setting may outlive the agent that they configured.
 */
export const isOfTeam = (name: string, { title }: AgentConfig, builtIn: object): boolean =>
  title !== undefined && !Object.hasOwn(builtIn, name);
