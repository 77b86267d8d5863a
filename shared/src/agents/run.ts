import { z } from 'zod';
import type { Run, Step } from '../entities/run.ts';
import type { ToolCall } from '../models/model.ts';
import type { Agent } from './agent.ts';
import { type Route, routeSchema } from './supervisor.ts';

const MAX_STEPS = 40;
/** The first model, and the one that stands in for it. */
const MAX_MODEL_FAILURES = 2;

export const modelOutputSchema = z.object({
  text: z.string(),
  toolCalls: z.array(z.object({ id: z.string(), name: z.string(), arguments: z.string() })),
});
export type ModelOutput = z.infer<typeof modelOutputSchema>;

export const toolInputSchema = z.object({ callId: z.string(), arguments: z.string() });

/** What happens next in a run. */
export type Action =
  /** An effect whose intent was recorded and whose result was not: a crash came between. */
  | { readonly kind: 'resume'; readonly step: Step }
  | { readonly kind: 'route' }
  | { readonly kind: 'ask'; readonly agent: string; readonly fallback: boolean; readonly lastWord: boolean }
  | {
      readonly kind: 'call';
      readonly agent: string;
      readonly call: ToolCall;
      readonly refusal?: 'run.limit' | 'tool.unknown';
    }
  /** Nobody has an answer: a person is called, whatever the model did. */
  | { readonly kind: 'hand-over' }
  | { readonly kind: 'reply' }
  | { readonly kind: 'finish'; readonly outcome: NonNullable<Run['outcome']> };

type Agents = Readonly<Record<string, Agent>>;

/**
 * The one next action, from the recorded steps alone: the same steps always lead to the same action, which makes crash,
 * resume and audit one mechanism. All limits are kept here.
 */
export const nextStep = (run: Run, agents: Agents): Action => {
  const intended = run.steps.find((step) => step.state === 'intended');
  if (intended) return { kind: 'resume', step: intended };
  const route = routeOf(run);
  if (!route) return { kind: 'route' };
  for (const name of route.agents) {
    const agent = agents[name];
    const action = agent && (nextOfAgent(run, agent) ?? closingOf(run, agent) ?? answerOf(run, agent));
    if (action) return action;
  }
  return { kind: 'finish', outcome: outcomeOf(run) };
};

/** Undefined until the supervisor has decided. */
export const routeOf = (run: Run): Route | undefined => {
  const step = run.steps.find(({ kind }) => kind === 'route');
  return step && routeSchema.parse(step.output);
};

export const stepsOf = (run: Run, agent: string): readonly Step[] => run.steps.filter((step) => step.agent === agent);

export const modelOutputOf = (step: Step): ModelOutput => modelOutputSchema.parse(step.output);

/** What the agent said at its end; undefined when it was cut short or said nothing. */
export const finalTextOf = (run: Run, agent: string): string | undefined => {
  const last = stepsOf(run, agent).at(-1);
  if (last?.kind !== 'model' || last.state !== 'done') return undefined;
  const { text, toolCalls } = modelOutputOf(last);
  return toolCalls.length === 0 && text.trim() !== '' ? text : undefined;
};

/** Did this run call a person? */
const hasHandedOver = (run: Run): boolean =>
  run.steps.some(({ name, output }) => name === 'call_operator' && handoverSchema.safeParse(output).success);

const handoverSchema = z.object({ handedOver: z.literal(true) });

const nextOfAgent = (run: Run, agent: Agent): Action | undefined => {
  const steps = stepsOf(run, agent.name);
  if (run.steps.length >= MAX_STEPS || steps.length >= agent.limits.steps) return undefined;
  const answered = steps.findLast((step) => step.kind === 'model' && step.state === 'done');
  const calls = answered ? modelOutputOf(answered).toolCalls : [];
  const open = calls.find((call) => !steps.some((step) => step.kind === 'tool' && callIdOf(step) === call.id));
  // Who answers has the last word without tools, rather than ending in the middle of a search.
  const lastWord = agent.answers && steps.length === agent.limits.steps - 1;
  if (open && !lastWord) return { kind: 'call', agent: agent.name, call: open, ...refusalOf(agent, steps, open) };
  const failures = steps.filter(isFailedModel).length;
  if (failures >= MAX_MODEL_FAILURES || (answered && calls.length === 0)) return undefined;
  return { kind: 'ask', agent: agent.name, fallback: run.steps.some(isFailedModel), lastWord };
};

const isFailedModel = (step: Step): boolean => step.kind === 'model' && step.state === 'failed';

const callIdOf = (step: Step): string => toolInputSchema.parse(step.input).callId;

const refusalOf = (agent: Agent, steps: readonly Step[], call: ToolCall) => {
  if (!agent.tools.some((tool) => tool === call.name)) return { refusal: 'tool.unknown' as const };
  const isRepeated = steps.some(
    (step) =>
      step.kind === 'tool' && step.name === call.name && toolInputSchema.parse(step.input).arguments === call.arguments,
  );
  return isRepeated ? { refusal: 'run.limit' as const } : {};
};

const closingOf = (run: Run, { name, closing }: Agent): Action | undefined => {
  const isOver = run.steps.length >= MAX_STEPS;
  if (!closing || isOver || stepsOf(run, name).some((step) => isClosing(step, closing))) return undefined;
  return { kind: 'call', agent: name, call: { id: 'closing', name: closing, arguments: '{}' } };
};

/** Done, or tried at the end already. */
const isClosing = (step: Step, closing: string): boolean =>
  step.kind === 'tool' && step.name === closing && (step.state === 'done' || callIdOf(step) === 'closing');

/** The agent that answers has ended: its text goes out, or a person is called first. */
const answerOf = (run: Run, agent: Agent): Action | undefined => {
  if (!agent.answers || run.steps.some(({ kind }) => kind === 'reply')) return undefined;
  const triedHandOver = run.steps.some(({ kind }) => kind === 'handover');
  if (finalTextOf(run, agent.name) === undefined && !hasHandedOver(run) && !triedHandOver) return { kind: 'hand-over' };
  return { kind: 'reply' };
};

const outcomeOf = (run: Run): NonNullable<Run['outcome']> => {
  if (hasHandedOver(run)) return 'handed-over';
  return run.steps.some(({ kind, output }) => kind === 'reply' && isWritten(output)) ? 'replied' : 'silent';
};

const replyOutputSchema = z.object({ messageId: z.string() });
const isWritten = (output: unknown): boolean => replyOutputSchema.safeParse(output).success;
