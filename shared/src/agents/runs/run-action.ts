import type { Run, Step } from '../../entities/run.ts';
import type { ToolCall } from '../../models/model.ts';
import type { Agent, Agents } from '../agent.ts';
import type { LimitName, Limits, SpentToday } from '../budget/limits.ts';

/** Everything that decides the next step besides the recorded steps. */
export type RunContext = {
  readonly agents: Agents;
  /** Whether a person must approve each call of the tool. */
  needsApproval(agent: Agent, tool: string): boolean;
  readonly limits: Limits;
  readonly spent: SpentToday;
  /** Unix milliseconds. */
  readonly now: number;
};

/**
 * An action that may be taken now, and the agent under whose name it is recorded. Each agent takes one action at a
 * time.
 */
export type Action = { readonly agent: string } & (
  | { readonly kind: 'route'; readonly rulesOnly: boolean }
  /** An effect whose intent was recorded but not its result: it was interrupted by a crash, or is in progress. */
  | { readonly kind: 'resume'; readonly step: Step }
  | { readonly kind: 'ask'; readonly fallback: boolean; readonly lastWord: boolean }
  | { readonly kind: 'call'; readonly call: ToolCall; readonly refusal?: Refusal }
  /** Ask a person to approve the call. */
  | { readonly kind: 'propose'; readonly call: ToolCall }
  | { readonly kind: 'perform'; readonly step: Step }
  /** Tell the customer that a person must decide. */
  | { readonly kind: 'notice'; readonly step: Step }
  | { readonly kind: 'drop'; readonly step: Step }
  | { readonly kind: 'limit'; readonly limit: LimitName }
  /** No agent has an answer, so a person is called, whatever the model did. */
  | { readonly kind: 'hand-over' }
  | { readonly kind: 'reply'; readonly answerer: string }
  /** Keep the reply as a suggestion for a person, who decides whether to send it. */
  | { readonly kind: 'suggest'; readonly answerer: string }
);

/** `agent.unknown`: no agent of that name answers customers. */
export type Refusal = 'run.limit' | 'tool.unknown' | 'agent.unknown';

/** What a run does next. */
export type Next =
  /** One action per branch; they may be performed concurrently. */
  | { readonly kind: 'act'; readonly actions: readonly Action[] }
  /** Wait for a person's decision about each of these steps. */
  | { readonly kind: 'wait'; readonly steps: readonly Step[] }
  | { readonly kind: 'end'; readonly outcome: NonNullable<Run['outcome']> };
