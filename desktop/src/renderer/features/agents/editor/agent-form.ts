import type { Agent } from '@inbetwin/shared/agents/agent.ts';
import { type Language, languageSchema } from '@inbetwin/shared/entities/declaring/fields.ts';
import { withoutGaps } from '@inbetwin/shared/entities/declaring/without-gaps.ts';
import type { AgentConfig } from '@inbetwin/shared/entities/setting-kinds/agent.ts';

/** An agent's configuration as form fields. Numbers are kept as typed; an empty number means no limit. */
export type AgentFields = {
  readonly enabled: boolean;
  /** Undefined for built-in agents. */
  readonly title: string | undefined;
  /** As typed: one entry per line, or separated by commas. */
  readonly topics: string;
  readonly languages: readonly Language[];
  /** Ids of sources; undefined means all of them. */
  readonly knowledge: readonly string[] | undefined;
  readonly ru: string;
  readonly en: string;
  readonly tools: readonly string[];
  readonly approvals: readonly string[];
  /** Empty means the first configured model. */
  readonly model: string;
  /** Empty means the model's default. */
  readonly temperature: string;
  readonly steps: string;
  readonly tokens: string;
  readonly cost: string;
};

/** The path of each field within an agent's setting. */
export const agentPaths: { readonly [K in keyof AgentFields]: string } = {
  enabled: '/agent/enabled',
  title: '/agent/title',
  topics: '/agent/topics',
  languages: '/agent/languages',
  knowledge: '/agent/knowledge',
  ru: '/agent/prompt/ru',
  en: '/agent/prompt/en',
  tools: '/agent/tools',
  approvals: '/agent/approvals',
  model: '/agent/model/name',
  temperature: '/agent/model/temperature',
  steps: '/agent/limits/steps',
  tokens: '/agent/limits/tokens',
  cost: '/agent/limits/costMicros',
};

export type AgentChanges = Partial<AgentFields>;

const MICROS = 1_000_000;
export const MAX_TITLE = 60;
export const MAX_TOPICS = 40;
const MAX_TOPIC = 60;
export const MAX_SOURCES = 500;
const MAX_PROMPT = 8000;
const MAX_TEMPERATURE = 2;
const MAX_STEPS = 40;
const MAX_TOKENS = 10_000_000;
const MAX_COST = 1_000_000;

/** The team's settings over the built-in defaults. */
export const fieldsOf = (agent: Agent, config: AgentConfig): AgentFields => {
  const { prompt, tools = agent.tools, approvals = agent.approvals ?? [], limits, model } = config;
  const cost = limits?.costMicros ?? agent.limits.costMicros;
  return {
    enabled: config.enabled ?? true,
    title: config.title,
    topics: (config.topics ?? agent.topics ?? []).join('\n'),
    languages: config.languages ?? languagesOf(agent),
    knowledge: config.knowledge ?? agent.knowledge,
    ru: prompt?.ru || agent.prompt.ru,
    en: prompt?.en || agent.prompt.en,
    tools,
    approvals,
    model: model?.name ?? agent.model?.name ?? '',
    temperature: textOf(model?.temperature ?? agent.model?.temperature),
    steps: String(limits?.steps ?? agent.limits.steps),
    tokens: textOf(limits?.tokens ?? agent.limits.tokens),
    cost: textOf(cost === undefined ? undefined : cost / MICROS),
  };
};

/** The fields that cannot be saved as they are. */
export const problemsOf = (fields: AgentFields): ReadonlySet<keyof AgentFields> => {
  const { title, topics, languages, knowledge, ru, en, temperature, steps, tokens, cost } = fields;
  const number = (text: string): number => Number(text.replace(',', '.'));
  const isWithin = (text: string, min: number, max: number): boolean => number(text) >= min && number(text) <= max;
  const isWhole = (text: string, min: number, max: number): boolean =>
    Number.isInteger(number(text)) && isWithin(text, min, max);
  const isEmpty = (text: string): boolean => text.trim() === '';
  const named = topicsOf(topics);
  const checks: readonly (readonly [keyof AgentFields, boolean])[] = [
    ['title', title === undefined || (!isEmpty(title) && title.trim().length <= MAX_TITLE)],
    ['topics', named.length <= MAX_TOPICS && named.every(({ length }) => length <= MAX_TOPIC)],
    ['languages', languages.length > 0],
    ['knowledge', knowledge === undefined || (knowledge.length > 0 && knowledge.length <= MAX_SOURCES)],
    ['ru', ru.length <= MAX_PROMPT],
    ['en', en.length <= MAX_PROMPT],
    ['temperature', isEmpty(temperature) || isWithin(temperature, 0, MAX_TEMPERATURE)],
    ['steps', !isEmpty(steps) && isWhole(steps, 1, MAX_STEPS)],
    ['tokens', isEmpty(tokens) || isWhole(tokens, 0, MAX_TOKENS)],
    ['cost', isEmpty(cost) || isWithin(cost, 0, MAX_COST)],
  ];
  return new Set(checks.flatMap(([field, holds]) => (holds ? [] : [field])));
};

/**
 * Applies changed fields to the team's settings. Values equal to those of the built-in agent are omitted, so that they keep following it;
 * unchanged fields stay as they are, whoever has set them in the meantime. The changes must be valid.
 */
export const withChanges = (agent: Agent, config: AgentConfig, changes: AgentChanges): AgentConfig => {
  const { title, topics, prompt, model, limits } = config;
  const given = { ...fieldsOf(agent, config), ...changes };
  const changed = <T>(field: keyof AgentFields, next: T, present: T): T => (field in changes ? next : present);
  return withoutGaps({
    ...config,
    enabled: given.enabled ? undefined : false,
    title: changed('title', given.title?.trim(), title),
    topics: changed('topics', otherSet(topicsOf(given.topics), agent.topics ?? []), topics),
    languages: otherSet(given.languages, languagesOf(agent)),
    knowledge: given.knowledge && otherSet(given.knowledge, agent.knowledge),
    tools: otherSet(given.tools, agent.tools),
    approvals: otherSet(given.approvals, agent.approvals ?? []),
    prompt: whole({
      ...prompt,
      ru: changed('ru', other(given.ru.trim(), agent.prompt.ru, ''), prompt?.ru),
      en: changed('en', other(given.en.trim(), agent.prompt.en, ''), prompt?.en),
    }),
    model: whole({
      ...model,
      name: changed('model', other(given.model, agent.model?.name, ''), model?.name),
      temperature: changed(
        'temperature',
        other(numberOf(given.temperature), agent.model?.temperature),
        model?.temperature,
      ),
    }),
    limits: whole({
      ...limits,
      steps: changed('steps', other(numberOf(given.steps), agent.limits.steps), limits?.steps),
      tokens: changed('tokens', other(numberOf(given.tokens), agent.limits.tokens), limits?.tokens),
      costMicros: changed('cost', other(microsOf(given.cost), agent.limits.costMicros), limits?.costMicros),
    }),
  });
};

export const isAsBuiltIn = (config: AgentConfig): boolean => Object.keys(config).length === 0;

/** Removes duplicates, ignoring case. */
const topicsOf = (text: string): readonly string[] => {
  const named = text
    .split(/[\n,;]/)
    .map((topic) => topic.trim().replaceAll(/\s+/g, ' '))
    .filter((topic) => topic !== '');
  return [...new Map(named.map((topic) => [topic.toLowerCase(), topic])).values()];
};

const languagesOf = ({ languages = languageSchema.options }: Agent): readonly Language[] => languages;

const textOf = (value: number | undefined): string => (value === undefined ? '' : String(value));

const numberOf = (text: string): number | undefined =>
  text.trim() === '' ? undefined : Number(text.replace(',', '.'));

const microsOf = (text: string): number | undefined => {
  const units = numberOf(text);
  return units === undefined ? undefined : Math.round(units * MICROS);
};

/** The value, or undefined if it equals the built-in one. */
const other = <T>(value: T, ...builtIn: readonly T[]): T | undefined => (builtIn.includes(value) ? undefined : value);

const otherSet = <T>(values: readonly T[], builtIn: readonly T[] | undefined): T[] | undefined =>
  values.length === builtIn?.length && values.every((each) => builtIn.includes(each)) ? undefined : [...values];

/** Removes empty parts; undefined if nothing remains. */
const whole = <T extends object>(value: T) => {
  const present = withoutGaps(value);
  return Object.keys(present).length === 0 ? undefined : present;
};
