import type { Run, Step } from '../../entities/run.ts';
import { reachedLimit } from '../budget/limits.ts';
import { answerAction, answererOf, type BranchState, branchState } from './branch.ts';
import type { Action, Next, RunContext } from './run-action.ts';
import { closingReplyOf, hasEvent, hasHandedOver, passedOnOf, routeOf, SUPERVISOR } from './run-steps.ts';

/**
 * Decides what happens next from the recorded steps only: the same steps always lead to the same actions, so that crash
 * recovery, resuming, approval and audit are one mechanism. All limits are enforced here.
 */
export const nextStep = (run: Run, context: RunContext): Next => {
  const begun = run.steps
    .filter(({ agent, state }) => agent === SUPERVISOR && state === 'intended')
    .map((step): Action => ({ kind: 'resume', agent: SUPERVISOR, step }));
  if (!routeOf(run)) {
    if (hasEvent(run, 'cancelled') && begun.length === 0) return { kind: 'end', outcome: 'cancelled' };
    if (begun.length > 0) return { kind: 'act', actions: begun };
    // At a limit it is still decided which agent would have answered, but by the rules instead of a model.
    const rulesOnly = reachedLimit(run, context) !== undefined;
    return { kind: 'act', actions: [{ kind: 'route', agent: SUPERVISOR, rulesOnly }] };
  }
  const branches = branchesOf(run, context);
  const states = [...branches.values()];
  const actions = [...begun, ...states.flatMap((state) => (state.kind === 'act' ? [state.action] : []))];
  const answer = begun.length === 0 ? answerOf(run, context, branches) : undefined;
  if (answer) actions.push(answer);
  if (actions.length > 0) return { kind: 'act', actions: withinLimits(run, context, actions) };
  const waiting = states.flatMap((state) => (state.kind === 'wait' ? [state.step] : []));
  return waiting.length > 0 ? { kind: 'wait', steps: waiting } : { kind: 'end', outcome: outcomeOf(run) };
};

/** Returns the state of every agent that takes part, without those that wait for another to end. */
const branchesOf = (run: Run, context: RunContext): ReadonlyMap<string, BranchState> => {
  const routed = routeOf(run)?.agents ?? [];
  const passed = passedOnOf(run).map(({ to }) => ({ name: to, after: [] as readonly string[] }));
  const known = [...routed, ...passed].flatMap(({ name, after }) => {
    const agent = context.agents[name];
    return agent ? [{ name, after, state: branchState(run, agent, context) }] : [];
  });
  const isOpen = (name: string): boolean => known.some((one) => one.name === name && one.state.kind !== 'ended');
  return new Map(known.filter(({ after }) => !after.some(isOpen)).map(({ name, state }) => [name, state]));
};

const answerOf = (run: Run, context: RunContext, branches: ReadonlyMap<string, BranchState>): Action | undefined => {
  const answerer = answererOf(run, context)?.name;
  // All answering agents may be disabled; the customer must still get a reaction.
  if (answerer === undefined) return routeOf(run)?.mode === 'human' ? undefined : answerAction(run, SUPERVISOR);
  return branches.get(answerer)?.kind === 'ended' ? answerAction(run, answerer) : undefined;
};

/** At a limit nothing is started that costs anything or has an effect; what is in progress is completed. */
const withinLimits = (run: Run, context: RunContext, actions: readonly Action[]): readonly Action[] => {
  const limit = actions.some(isNew) ? reachedLimit(run, context) : undefined;
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
