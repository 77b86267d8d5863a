import type { Run, Step } from '../entities/run.ts';
import type { ToolCall } from '../models/model.ts';
import type { Agent, Agents } from './agent.ts';
import { answerAction, answererOf, type BranchState, branchState } from './branch.ts';
import { type LimitName, type Limits, reachedLimit, type SpentToday } from './limits.ts';
import { closingReplyOf, hasEvent, hasHandedOver, passedOnOf, routeOf, SUPERVISOR } from './run-steps.ts';

/** All that counts besides what the run recorded. */
export type House = {
  readonly agents: Agents;
  /** Whether a person must consent to each call. */
  needsApproval(agent: Agent, tool: string): boolean;
  readonly limits: Limits;
  readonly spent: SpentToday;
  /** Unix ms. */
  readonly now: number;
};

/** What may happen now, and under whose name it is recorded. Of one name there is one action at a time. */
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
  /** Nobody has an answer: a person is called, whatever the model did. */
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

/**
 * What happens next, from the recorded steps alone: the same steps always lead to the same actions, which makes crash, resume,
 * approval and audit one mechanism. All limits are kept here.
 */
export const nextStep = (run: Run, house: House): Next => {
  const begun = run.steps
    .filter(({ agent, state }) => agent === SUPERVISOR && state === 'intended')
    .map((step): Action => ({ kind: 'resume', agent: SUPERVISOR, step }));
  if (!routeOf(run)) {
    if (hasEvent(run, 'cancelled') && begun.length === 0) return { kind: 'end', outcome: 'cancelled' };
    if (begun.length > 0) return { kind: 'act', actions: begun };
    // At a limit somebody still decides who would have answered, but no model does.
    const rulesOnly = reachedLimit(run, house) !== undefined;
    return { kind: 'act', actions: [{ kind: 'route', agent: SUPERVISOR, rulesOnly }] };
  }
  const branches = branchesOf(run, house);
  const states = [...branches.values()];
  const actions = [...begun, ...states.flatMap((state) => (state.kind === 'act' ? [state.action] : []))];
  const answer = begun.length === 0 ? answerOf(run, house, branches) : undefined;
  if (answer) actions.push(answer);
  if (actions.length > 0) return { kind: 'act', actions: withinLimits(run, house, actions) };
  const waiting = states.flatMap((state) => (state.kind === 'wait' ? [state.step] : []));
  return waiting.length > 0 ? { kind: 'wait', steps: waiting } : { kind: 'end', outcome: outcomeOf(run) };
};

/** Every agent that acts, those that wait for another to end left out until then. */
const branchesOf = (run: Run, house: House): ReadonlyMap<string, BranchState> => {
  const routed = routeOf(run)?.agents ?? [];
  const passed = passedOnOf(run).map(({ to }) => ({ name: to, after: [] as readonly string[] }));
  const known = [...routed, ...passed].flatMap(({ name, after }) => {
    const agent = house.agents[name];
    return agent ? [{ name, after, state: branchState(run, agent, house) }] : [];
  });
  const isOpen = (name: string): boolean => known.some((one) => one.name === name && one.state.kind !== 'ended');
  return new Map(known.filter(({ after }) => !after.some(isOpen)).map(({ name, state }) => [name, state]));
};

const answerOf = (run: Run, house: House, branches: ReadonlyMap<string, BranchState>): Action | undefined => {
  const answerer = answererOf(run, house)?.name;
  // Everybody who answers may be switched off: the customer is not left in silence.
  if (answerer === undefined) return routeOf(run)?.mode === 'human' ? undefined : answerAction(run, SUPERVISOR);
  return branches.get(answerer)?.kind === 'ended' ? answerAction(run, answerer) : undefined;
};

/** At a limit nothing more is begun that costs anything or has an effect; what is under way comes to its end. */
const withinLimits = (run: Run, house: House, actions: readonly Action[]): readonly Action[] => {
  const limit = actions.some(isNew) ? reachedLimit(run, house) : undefined;
  if (!limit) return actions;
  return [...actions.filter((action) => !isNew(action)), { kind: 'limit', agent: SUPERVISOR, limit }];
};

const isNew = ({ kind }: Action): boolean =>
  kind === 'ask' || kind === 'call' || kind === 'propose' || kind === 'perform';

const outcomeOf = (run: Run): NonNullable<Run['outcome']> => {
  if (hasEvent(run, 'cancelled')) return 'cancelled';
  if (hasHandedOver(run)) return 'handed-over';
  const reply = closingReplyOf(run);
  if (reply?.state !== 'done' || !isWritten(reply)) return 'silent';
  return reply.name === 'suggestion' ? 'drafted' : 'replied';
};

const isWritten = ({ output }: Step): boolean =>
  typeof output === 'object' && output !== null && ('messageId' in output || 'workId' in output);
