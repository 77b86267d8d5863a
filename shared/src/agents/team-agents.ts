import type { AgentConfig } from '../entities/setting.ts';
import type { TeamDocuments } from '../ports/team-documents.ts';
import { type ToolName, tools } from '../tools/registry.ts';
import type { Agent, Agents } from './agent.ts';

export const agentSettingId = (name: string): string => `agent:${name}`;

/** The built-in agents as the team has set them; those that are switched off are left out. */
export const readTeamAgents = async (
  { settings }: Pick<TeamDocuments, 'settings'>,
  builtIn: Agents,
): Promise<Agents> => {
  const stored = await settings.getMany(Object.keys(builtIn).map(agentSettingId));
  const configs = new Map(stored.map(({ id, agent }) => [id, agent]));
  return Object.fromEntries(
    Object.entries(builtIn).flatMap(([name, agent]) => {
      const config = configs.get(agentSettingId(name));
      return config?.enabled === false ? [] : [[name, config ? configure(agent, config) : agent]];
    }),
  );
};

/** What the team leaves unsaid is as built in; tools that this version does not know are left out. */
export const configure = (agent: Agent, { prompt, tools: chosen, approvals, limits }: AgentConfig): Agent => ({
  ...agent,
  prompt: { ru: prompt?.ru || agent.prompt.ru, en: prompt?.en || agent.prompt.en },
  ...(chosen && { tools: chosen.filter(isTool) }),
  ...(approvals && { approvals: approvals.filter(isTool) }),
  limits: { ...agent.limits, ...withoutGaps(limits) },
});

const isTool = (name: string): name is ToolName => name in tools;

/** An absent limit is not one of `undefined`. */
const withoutGaps = (limits: AgentConfig['limits'] = {}): Partial<Agent['limits']> =>
  Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
