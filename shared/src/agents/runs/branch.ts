import { z } from 'zod';
import type { Language } from '../../entities/declaring/fields.ts';
import type { Run, Step } from '../../entities/run.ts';
import { parseJson } from '../../models/json-text.ts';
import type { ToolCall } from '../../models/model.ts';
import { controlOf } from '../../tools/registry.ts';
import type { Agent, Agents } from '../agent.ts';
import { isSpent } from '../budget/limits.ts';
import { mayAnswer } from '../team/supervisor.ts';
import type { Action, Refusal, RunContext } from './run-action.ts';
import {
  closingReplyOf,
  finalTextOf,
  hasEvent,
  hasHandedOver,
  lastTurnOf,
  lastWordAt,
  modelOutputOf,
  passedOnOf,
  routeOf,
  SUPERVISOR,
  stepsOf,
  toolInputOf,
} from './run-steps.ts';

/** The first model and its fallback. */
const MAX_MODEL_FAILURES = 2;

/** The state of one agent's part in a run. */
export type BranchState =
  | { readonly kind: 'act'; readonly action: Action }
  /** Waits for a person's approval of this step. */
  | { readonly kind: 'wait'; readonly step: Step }
  | { readonly kind: 'ended' };

const ended: BranchState = { kind: 'ended' };
const act = (action: Action): BranchState => ({ kind: 'act', action });

/** Returns the state of an agent's part in the run. The steps of an agent are sequential. */
export const branchState = (run: Run, agent: Agent, context: RunContext): BranchState => {
  const steps = stepsOf(run, agent.name);
  const open = steps.find(({ state }) => state === 'intended' || state === 'waiting' || state === 'approved');
  if (open) return openState(run, agent, open);
  if (isWindingUp(run) || isSilenced(run, agent) || passedOnOf(run).some(({ from }) => from === agent.name))
    return ended;
  const action = nextTurn(run, agent, context) ?? closingCall(run, agent, context);
  return action ? act(action) : ended;
};

/** Whether the run was canceled or has reached a limit, so that nothing new is started. */
export const isWindingUp = (run: Run): boolean => hasEvent(run, 'cancelled') || hasEvent(run, 'limit');

/** The answering agent says nothing more once a person has taken over or the reply has been written. */
const isSilenced = (run: Run, { answers }: Agent): boolean =>
  answers && (hasEvent(run, 'taken-over') || closingReplyOf(run) !== undefined);

const openState = (run: Run, agent: Agent, step: Step): BranchState => {
  if (step.state === 'intended') return act({ kind: 'resume', agent: agent.name, step });
  if (isWindingUp(run)) return act({ kind: 'drop', agent: agent.name, step });
  if (step.state === 'approved') return act({ kind: 'perform', agent: agent.name, step });
  return isNoticeDue(run, agent, step) ? act({ kind: 'notice', agent: SUPERVISOR, step }) : { kind: 'wait', step };
};

/** A customer who waits for an answer is told once that a person must decide. */
const isNoticeDue = (run: Run, agent: Agent, step: Step): boolean => {
  const isHeard = routeOf(run)?.mode === 'agent' && !hasEvent(run, 'taken-over');
  const isTold = run.steps.some(({ kind, name, index }) => kind === 'reply' && name === 'notice' && index > step.index);
  return agent.answers && isHeard && !isTold && closingReplyOf(run) === undefined;
};

const nextTurn = (run: Run, agent: Agent, context: RunContext): Action | undefined => {
  const steps = stepsOf(run, agent.name);
  const turn = lastTurnOf(run, agent.name);
  const isAnswered = turn !== undefined && turn.index > lastWordAt(run);
  const calls = turn && isAnswered ? modelOutputOf(turn).toolCalls : [];
  const open = calls.find(
    (call) => !steps.some((step) => step.kind === 'tool' && toolInputOf(step).callId === call.id),
  );
  // Counts steps since the customer's last message, because the customer may write more while an agent works.
  const recent = steps.filter(({ index, state }) => index > lastWordAt(run) && state !== 'dropped');
  if (recent.length >= agent.limits.steps) return undefined;
  // The answering agent gets a final call without tools, rather than ending in the middle of a search.
  const lastWord = agent.answers && (recent.length === agent.limits.steps - 1 || isSpent(agent, steps));
  if (open && !lastWord) return callOf(run, { agent, steps, call: open }, context);
  const failures = recent.filter(isFailedModel).length;
  if (failures >= MAX_MODEL_FAILURES || (isAnswered && calls.length === 0)) return undefined;
  if (isSpent(agent, steps) && !agent.answers) return undefined;
  return { kind: 'ask', agent: agent.name, fallback: run.steps.some(isFailedModel), lastWord };
};

const isFailedModel = (step: Step): boolean => step.kind === 'model' && step.state === 'failed';

type Wish = { readonly agent: Agent; readonly steps: readonly Step[]; readonly call: ToolCall };

const callOf = (run: Run, wish: Wish, context: RunContext): Action => {
  const { agent, call } = wish;
  const refusal = refusalOf(run, wish, context);
  if (refusal) return { kind: 'call', agent: agent.name, call, refusal };
  return { kind: context.needsApproval(agent, call.name) ? 'propose' : 'call', agent: agent.name, call };
};

const refusalOf = (run: Run, { agent, steps, call }: Wish, context: RunContext): Refusal | undefined => {
  if (!agent.tools.some((tool) => tool === call.name)) return 'tool.unknown';
  if (controlOf(call.name) === 'pass-on') {
    if (passedOnOf(run).length >= context.limits.run.transfers) return 'run.limit';
    const language = routeOf(run)?.language;
    const colleagues = language ? colleaguesOf(agent, context.agents, language) : [];
    if (!colleagues.some(({ name }) => name === passedTo(call))) return 'agent.unknown';
  }
  const isRepeated = steps.some(
    (step) =>
      step.kind === 'tool' &&
      step.state !== 'dropped' &&
      step.name === call.name &&
      (toolInputOf(step).arguments === call.arguments || asWished(steps, step) === call.arguments),
  );
  return isRepeated ? 'run.limit' : undefined;
};

/** Returns the arguments that the model wrote, if a person approved others. */
const asWished = (steps: readonly Step[], step: Step): string | undefined => {
  const { callId, approval } = toolInputOf(step);
  if (!approval?.changed) return undefined;
  const turns = steps.filter(({ kind, state }) => kind === 'model' && state === 'done');
  return turns.flatMap((turn) => modelOutputOf(turn).toolCalls).find(({ id }) => id === callId)?.arguments;
};

/** Returns the agents to which an agent may pass the conversation. */
export const colleaguesOf = (agent: Agent, agents: Agents, language: Language): readonly Agent[] =>
  Object.values(agents).filter((other) => other.name !== agent.name && mayAnswer(other, language));

const passedToSchema = z.object({ to: z.string() });

const passedTo = (call: ToolCall): string | undefined =>
  passedToSchema.safeParse(parseJson(call.arguments)).data?.to.trim();

/**
 * Returns the closing call, based on the customer's last message. A person is never asked to approve a call that no
 * model wanted.
 */
const closingCall = (run: Run, agent: Agent, context: RunContext): Action | undefined => {
  const { name, closing } = agent;
  const since = lastWordAt(run);
  const isDone = stepsOf(run, name).some((step) => step.index > since && isClosing(step, closing));
  if (!closing || isDone || context.needsApproval(agent, closing)) return undefined;
  return { kind: 'call', agent: name, call: { id: `${CLOSING}:${since}`, name: closing, arguments: '{}' } };
};

const CLOSING = 'closing';

/** Whether the closing call succeeded, or was already tried at the end. */
const isClosing = (step: Step, closing: string | undefined): boolean =>
  step.kind === 'tool' &&
  step.name === closing &&
  (step.state === 'done' || toolInputOf(step).callId.startsWith(CLOSING));

/** Returns the answering agent: the last one to which the conversation was passed. */
export const answererOf = (run: Run, context: RunContext): Agent | undefined => {
  const names = [...(routeOf(run)?.agents ?? []).map(({ name }) => name), ...passedOnOf(run).map(({ to }) => to)];
  const name = names.findLast((each) => context.agents[each]?.answers);
  return name === undefined ? undefined : context.agents[name];
};

/**
 * Returns the action once the answering agent has ended or there is none: the text is sent or suggested to a person, or
 * a person is called.
 */
export const answerAction = (run: Run, answerer: string): Action | undefined => {
  if (closingReplyOf(run) || hasEvent(run, 'cancelled')) return undefined;
  const hasText = finalTextOf(run, answerer) !== undefined;
  const isDrafted = routeOf(run)?.mode === 'draft' || hasEvent(run, 'taken-over');
  if (isDrafted && hasText) return { kind: 'suggest', agent: SUPERVISOR, answerer };
  if (hasEvent(run, 'taken-over')) return undefined;
  // The customer did not ask anything, so without a text nothing is said.
  if (!hasText && run.followUpId !== undefined) return undefined;
  const triedHandOver = run.steps.some(({ kind }) => kind === 'handover');
  if (!hasText && !hasHandedOver(run) && !triedHandOver) return { kind: 'hand-over', agent: SUPERVISOR };
  return isDrafted ? undefined : { kind: 'reply', agent: SUPERVISOR, answerer };
};
