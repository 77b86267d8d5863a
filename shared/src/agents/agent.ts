import type { Language } from '../entities/fields.ts';
import type { ToolName } from '../tools/registry.ts';

export type Agent = {
  readonly name: string;
  /** What it is there for, as the system prompt. Customer text and documents never become part of it. */
  readonly prompt: Readonly<Record<Language, string>>;
  readonly tools: readonly ToolName[];
  /** Its text is the reply to the customer; of a run's agents one at most. */
  readonly answers: boolean;
  /** Called without arguments at the agent's end, unless it has called it itself. */
  readonly closing?: ToolName;
  readonly limits: {
    /** Model and tool steps in one run. */
    readonly steps: number;
    /** Of one model call. */
    readonly modelTimeMs: number;
  };
};

export const defineAgent = (agent: Agent): Agent => agent;
