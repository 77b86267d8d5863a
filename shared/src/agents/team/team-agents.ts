import { withoutGaps } from '../../entities/declaring/without-gaps.ts';
import type { Setting } from '../../entities/setting.ts';
import type { AgentConfig } from '../../entities/setting-kinds/agent.ts';
import type { SettingKind } from '../../entities/setting-kinds/registry.ts';
import { eachPage } from '../../ports/each-page.ts';
import type { TeamDocuments } from '../../ports/team-documents.ts';
import { type ToolName, tools } from '../../tools/registry.ts';
import type { Agent, Agents } from '../agent.ts';
import { rag } from '../built-in/rag.ts';
import { type AgentConfigs, agentConfigsIn, isOfTeam } from './agent-configs.ts';

const PAGE = 100;

/**
 * Returns the team's agents: the built-in ones with its settings, then those that it created, without disabled ones.
 */
export const readTeamAgents = async ({ settings }: Pick<TeamDocuments, 'settings'>, builtIn: Agents): Promise<Agents> =>
  teamAgents(await readAgentConfigs({ settings }), builtIn);

/** Reads all agent settings of a team. */
export const readAgentConfigs = async ({ settings }: Pick<TeamDocuments, 'settings'>): Promise<AgentConfigs> => {
  const stored: Setting[] = [];
  const kind: SettingKind = 'agent';
  const query = { index: ['value.kind', 'updatedAt'], equals: [kind], descending: true, limit: PAGE };
  for await (const page of eachPage(settings, query)) stored.push(...page);
  return agentConfigsIn(stored);
};

/** Applies the settings to the built-in agents and adds those that the team created. */
export const teamAgents = (configs: AgentConfigs, builtIn: Agents): Agents => {
  const made = [...configs].filter(([name, config]) => isOfTeam(name, config, builtIn)).map(([name]) => name);
  return Object.fromEntries(
    [...Object.keys(builtIn), ...made.toSorted()].flatMap((name) => {
      const config = configs.get(name) ?? {};
      return config.enabled === false ? [] : [[name, configure(baseOf(name, builtIn), config)]];
    }),
  );
};

/**
 * Returns the agent that settings of this name are laid over: the built-in one, or for an agent of the team, the one
 * that answers customers.
 */
export const baseOf = (name: string, builtIn: Agents): Agent => {
  const own = Object.hasOwn(builtIn, name) ? builtIn[name] : undefined;
  return own ?? { ...rag, name, rulesOf: rag.name };
};

/**
 * Lays settings over an agent. What the team leaves unset is as built in; tools that this version does not know are
 * left out.
 */
export const configure = (agent: Agent, config: AgentConfig): Agent => {
  const { prompt, tools: chosen, approvals, limits, title, topics, knowledge, languages, model } = config;
  return {
    ...agent,
    ...withoutGaps({ title, topics, knowledge, languages, model }),
    prompt: { ru: prompt?.ru || agent.prompt.ru, en: prompt?.en || agent.prompt.en },
    ...(chosen && { tools: chosen.filter(isTool) }),
    ...(approvals && { approvals: approvals.filter(isTool) }),
    limits: { ...agent.limits, ...withoutGaps(limits ?? {}) },
  };
};

const isTool = (name: string): name is ToolName => name in tools;
