import type { Run, Step } from '../../entities/run.ts';
import type { ToolCall } from '../../models/model.ts';
import type { Agent, Agents } from '../agent.ts';
import type { LimitName, Limits, SpentToday } from '../budget/limits.ts';

/** All that counts besides what the run recorded. */
export type RunContext = {
  readonly agents: Agents;
  /** Whether a person must consent to each call. */
  needsApproval(agent: Agent, tool: string): boolean;
  readonly limits: Limits;
  readonly spent: SpentToday;
  /** Unix ms. */
  readonly now: number;
};

/** An action that may be taken now, and the agent whose name it is recorded under. Each agent takes one action at a time. */
export type Action = { readonly agent: string } & (
  | { readonly kind: 'route'; readonly rulesOnly: boolean }
  /** An effect whose intent was recorded and whose result was not: a crash came between, or it is under way. */
  | { readonly kind: 'resume'; readonly step: Step }
  | { readonly kind: 'ask'; readonly fallback: boolean; readonly lastWord: boolean }
  | { readonly kind: 'call'; readonly call: ToolCall; readonly refusal?: Refusal }
  /** A call that needs a person's consent is laid before them. */
  | { readonly kind: 'propose'; readonly call: ToolCall }
  | { readonly kind: 'perform'; readonly step: Step }
  /** The customer is told that a person decides. */
  | { readonly kind: 'notice'; readonly step: Step }
  | { readonly kind: 'drop'; readonly step: Step }
  | { readonly kind: 'limit'; readonly limit: LimitName }
  /** No agent has an answer, so a person is called, whatever the model did. */
  | { readonly kind: 'hand-over' }
  | { readonly kind: 'reply'; readonly answerer: string }
  /** The reply is kept for a person, who decides whether it is said. */
  | { readonly kind: 'suggest'; readonly answerer: string }
);

/** `agent.unknown`: nobody of that name answers customers. */
export type Refusal = 'run.limit' | 'tool.unknown' | 'agent.unknown';

export type Next =
  /** One action per branch: they may happen at the same time. */
  | { readonly kind: 'act'; readonly actions: readonly Action[] }
  /** For a person's decision about each of these steps. */
  | { readonly kind: 'wait'; readonly steps: readonly Step[] }
  | { readonly kind: 'end'; readonly outcome: NonNullable<Run['outcome']> };
