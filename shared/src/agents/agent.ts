import type { Language } from '../entities/declaring/fields.ts';
import type { ToolName } from '../tools/registry.ts';

/** An agent: its prompt, its tools, and what it may do. The team's settings are laid over the built-in agents. */
export type Agent = {
  readonly name: string;
  /** The agent's task, as the system prompt. Customer text and documents never become part of it. */
  readonly prompt: Readonly<Record<Language, string>>;
  readonly tools: readonly ToolName[];
  /** The name that people see, if the team created the agent. */
  readonly title?: string;
  /** The agent whose rules apply where no model answers; by default its own. */
  readonly rulesOf?: string;
  /** Words in messages that this agent should answer, rather than another one. */
  readonly topics?: readonly string[];
  /** Ids of the sources that it may search; all sources when absent. */
  readonly knowledge?: readonly string[];
  /** The languages that it answers in; all when absent. */
  readonly languages?: readonly Language[];
  readonly model?: {
    /** One of the configured models, or the rules; the first model when absent or no longer configured. */
    readonly name?: string | undefined;
    readonly temperature?: number | undefined;
  };
  /** Whether its text is the reply to the customer. Only one agent of a run answers at a time. */
  readonly answers: boolean;
  /** Set if it acts only when a follow-up is due. */
  readonly followsUp?: boolean;
  /** A tool that is called without arguments when the agent ends, unless the agent has called it. */
  readonly closing?: ToolName;
  /** It starts when these agents have ended, if they take part. */
  readonly after?: readonly string[];
  /** Tools whose calls a person must approve, in addition to those that always require approval. */
  readonly approvals?: readonly ToolName[];
  readonly limits: {
    /** Maximum number of model and tool steps in one run. */
    readonly steps: number;
    /** Limit of one model call, in milliseconds. */
    readonly modelTimeMs: number;
    /** Limit for all of its model calls in one run. */
    readonly tokens?: number;
    /** Limit for all of its model calls in one run, in millionths of a currency unit. */
    readonly costMicros?: number;
  };
};

/** Agents by name. */
export type Agents = Readonly<Record<string, Agent>>;

/** Checks the type of an agent's definition. */
export const defineAgent = (agent: Agent): Agent => agent;
