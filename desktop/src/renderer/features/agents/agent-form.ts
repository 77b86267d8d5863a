import type { Agent } from '@inbetwin/shared/agents/agent.ts';
import type { AgentConfig } from '@inbetwin/shared/entities/setting.ts';

/** An agent as it stands in the fields. Numbers are as typed; an empty one is no limit. */
export type AgentFields = {
  readonly enabled: boolean;
  readonly ru: string;
  readonly en: string;
  readonly tools: readonly string[];
  readonly approvals: readonly string[];
  readonly steps: string;
  readonly tokens: string;
  readonly cost: string;
};

export type AgentChanges = Partial<AgentFields>;

const MICROS = 1_000_000;
const MAX_PROMPT = 8000;
const MAX_STEPS = 40;
const MAX_TOKENS = 10_000_000;
const MAX_COST = 1_000_000;

/** What the team set, over what is built in. */
export const fieldsOf = (agent: Agent, config: AgentConfig): AgentFields => {
  const { prompt, tools = agent.tools, approvals = agent.approvals ?? [], limits } = config;
  const cost = limits?.costMicros ?? agent.limits.costMicros;
  return {
    enabled: config.enabled ?? true,
    ru: prompt?.ru || agent.prompt.ru,
    en: prompt?.en || agent.prompt.en,
    tools,
    approvals,
    steps: String(limits?.steps ?? agent.limits.steps),
    tokens: textOf(limits?.tokens ?? agent.limits.tokens),
    cost: textOf(cost === undefined ? undefined : cost / MICROS),
  };
};

/** Which fields cannot be saved as they stand. */
export const problemsOf = ({ ru, en, steps, tokens, cost }: AgentFields): ReadonlySet<keyof AgentFields> => {
  const number = (text: string): number => Number(text.replace(',', '.'));
  const isWhole = (text: string, min: number, max: number): boolean =>
    Number.isInteger(number(text)) && number(text) >= min && number(text) <= max;
  const isCost = number(cost) >= 0 && number(cost) <= MAX_COST;
  const checks: readonly (readonly [keyof AgentFields, boolean])[] = [
    ['ru', ru.length <= MAX_PROMPT],
    ['en', en.length <= MAX_PROMPT],
    ['steps', steps.trim() !== '' && isWhole(steps, 1, MAX_STEPS)],
    ['tokens', tokens.trim() === '' || isWhole(tokens, 0, MAX_TOKENS)],
    ['cost', cost.trim() === '' || isCost],
  ];
  return new Set(checks.flatMap(([field, holds]) => (holds ? [] : [field])));
};

/**
 * The team's settings with these fields changed. What then equals the built-in agent is left out, so that it goes on following
 * it; fields that are not among the changes stay as they are, whoever set them meanwhile. The changes must be without problems.
 */
export const withChanges = (agent: Agent, config: AgentConfig, changes: AgentChanges): AgentConfig => {
  const { enabled: _, prompt, tools: __, approvals: ___, limits, ...rest } = config;
  const given = { ...fieldsOf(agent, config), ...changes };
  const ownApprovals = agent.approvals ?? [];
  return {
    ...rest,
    ...(!given.enabled && { enabled: false }),
    ...whole('prompt', {
      ...prompt,
      ru: 'ru' in changes ? other(given.ru.trim(), agent.prompt.ru, '') : prompt?.ru,
      en: 'en' in changes ? other(given.en.trim(), agent.prompt.en, '') : prompt?.en,
    }),
    ...(isSameSet(given.tools, agent.tools) ? {} : { tools: [...given.tools] }),
    ...(isSameSet(given.approvals, ownApprovals) ? {} : { approvals: [...given.approvals] }),
    ...whole('limits', {
      ...limits,
      steps: 'steps' in changes ? other(numberOf(given.steps), agent.limits.steps) : limits?.steps,
      tokens: 'tokens' in changes ? other(numberOf(given.tokens), agent.limits.tokens) : limits?.tokens,
      costMicros: 'cost' in changes ? other(microsOf(given.cost), agent.limits.costMicros) : limits?.costMicros,
    }),
  };
};

export const isAsBuiltIn = (config: AgentConfig): boolean => Object.keys(config).length === 0;

const textOf = (value: number | undefined): string => (value === undefined ? '' : String(value));

const numberOf = (text: string): number | undefined =>
  text.trim() === '' ? undefined : Number(text.replace(',', '.'));

const microsOf = (text: string): number | undefined => {
  const units = numberOf(text);
  return units === undefined ? undefined : Math.round(units * MICROS);
};

/** The value, unless it says nothing else than what is built in. */
const other = <T>(value: T, ...builtIn: readonly T[]): T | undefined => (builtIn.includes(value) ? undefined : value);

const isSameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((each) => b.includes(each));

/** Without gaps; nothing at all when nothing is left. */
const whole = <K extends string, V extends object>(key: K, value: V): { readonly [P in K]?: V } => {
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return entries.length === 0 ? {} : ({ [key]: Object.fromEntries(entries) } as { readonly [P in K]?: V });
};
