import type { Language } from '../entities/fields.ts';
import type { ToolName } from '../tools/registry.ts';

export type Agent = {
  readonly name: string;
  /** What it is there for, as the system prompt. Customer text and documents never become part of it. */
  readonly prompt: Readonly<Record<Language, string>>;
  readonly tools: readonly ToolName[];
  /** What people call it, when the team made it. */
  readonly title?: string;
  /** By whose rules it works where no model answers; its own when absent. */
  readonly rulesOf?: string;
  /** Words of messages that are for this one, rather than for another that answers. */
  readonly topics?: readonly string[];
  /** Ids of the sources that it may search; all when absent. */
  readonly knowledge?: readonly string[];
  /** The languages that it speaks; all when absent. */
  readonly languages?: readonly Language[];
  readonly model?: {
    /** One of the configured models, or the rules; the first model when absent or gone. */
    readonly name?: string | undefined;
    readonly temperature?: number | undefined;
  };
  /** Its text is the reply to the customer; in a run one at a time. */
  readonly answers: boolean;
  /** Acts when a follow-up is due, and then alone. */
  readonly followsUp?: boolean;
  /** Called without arguments at the agent's end, unless it has called it itself. */
  readonly closing?: ToolName;
  /** Begins when these have ended, if they act at all. */
  readonly after?: readonly string[];
  /** Tools of which a person approves each call, beside those that always need it. */
  readonly approvals?: readonly ToolName[];
  readonly limits: {
    /** Model and tool steps in one run. */
    readonly steps: number;
    /** Of one model call. */
    readonly modelTimeMs: number;
    /** Of all its model calls in one run. */
    readonly tokens?: number;
    /** Of all its model calls in one run; millionths of a unit of the currency. */
    readonly costMicros?: number;
  };
};

export type Agents = Readonly<Record<string, Agent>>;

export const defineAgent = (agent: Agent): Agent => agent;
