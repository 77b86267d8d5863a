import { z } from 'zod';
import type { Run, RunEvent, Step } from '../../entities/run.ts';
import { controlOf } from '../../tools/registry.ts';
import { controlSchemas } from '../../tools/tool.ts';
import { type Route, routeSchema } from '../team/supervisor.ts';

/** The output of a model step. */
export const modelOutputSchema = z.object({
  text: z.string(),
  toolCalls: z.array(z.object({ id: z.string(), name: z.string(), arguments: z.string() })),
});
/** What a model answered: its text and the calls that it asked for. */
export type ModelOutput = z.infer<typeof modelOutputSchema>;

/**
 * The input of a tool step. `checked`: what the tool's check returned before a person was asked. `approval`: they
 * approved the call, possibly with arguments other than the model's, which are then given here. `at` is by their
 * device, which may have been offline; `heardAt` is when the run learned of it.
 */
export const toolInputSchema = z.object({
  callId: z.string(),
  arguments: z.string(),
  checked: z.json().exactOptional(),
  approval: z
    .object({ by: z.string(), at: z.number(), heardAt: z.number().optional(), changed: z.boolean() })
    .optional(),
});
/** The input of a tool step. */
export type ToolInput = z.infer<typeof toolInputSchema>;

/** The input of an event for a further message of the customer. */
export const messageEventSchema = z.object({ messageId: z.string(), createdAt: z.number() });

/** The input of an event for an edit of a message that the run already handles. */
const editEventSchema = messageEventSchema.extend({ editedAt: z.number() });

/** The name under which steps of the whole run are recorded: route, events, replies, hand-over. */
export const SUPERVISOR = 'supervisor';

/** Returns undefined until the supervisor has decided. */
export const routeOf = (run: Run): Route | undefined => {
  const step = run.steps.find(({ kind, state }) => kind === 'route' && state === 'done');
  return step && routeSchema.parse(step.output);
};

/** Returns the steps of one agent. */
export const stepsOf = (run: Run, agent: string): readonly Step[] => run.steps.filter((step) => step.agent === agent);

/** Parses the input of a tool step; throws if it is not one. */
export const toolInputOf = (step: Step): ToolInput => toolInputSchema.parse(step.input);

/** Parses the output of a model step; throws if it is not one. */
export const modelOutputOf = (step: Step): ModelOutput => modelOutputSchema.parse(step.output);

/** Whether the run recorded an event of this name. */
export const hasEvent = (run: Run, name: RunEvent): boolean =>
  run.steps.some((step) => step.kind === 'event' && step.name === name);

const messageEventsOf = (run: Run): readonly Step[] =>
  run.steps.filter(({ kind, name }) => kind === 'event' && name === 'message');

/** Returns every message that the run handles besides the first, as it was written. */
export const laterMessagesOf = (run: Run): readonly z.infer<typeof messageEventSchema>[] =>
  messageEventsOf(run).flatMap(({ input }) =>
    editEventSchema.safeParse(input).success ? [] : [messageEventSchema.parse(input)],
  );

/** The messages of the run that the customer edited while it was running. */
export const editsOf = (run: Run): readonly z.infer<typeof editEventSchema>[] =>
  messageEventsOf(run).flatMap(({ input }) => editEventSchema.safeParse(input).data ?? []);

/** Whether the run handles the message. */
export const isAbout = (run: Run, messageId: string): boolean =>
  run.messageId === messageId || laterMessagesOf(run).some((later) => later.messageId === messageId);

/**
 * Returns the position from which steps count for the customer's last message: what an agent said earlier does not
 * answer it.
 */
export const lastWordAt = (run: Run): number =>
  run.steps.findLastIndex(({ kind, name }) => kind === 'event' && name === 'message');

/** More messages than a customer writes in one go; this bounds the record of a run. */
const MAX_MESSAGES = 40;

/**
 * Whether a new message of the customer still becomes part of the run: until it answers, or asks a person to decide,
 * which may take days.
 */
export const takesMessages = (run: Run): boolean =>
  closingReplyOf(run) === undefined &&
  !hasEvent(run, 'taken-over') &&
  !hasEvent(run, 'limit') &&
  !hasWaited(run) &&
  messageEventsOf(run).length < MAX_MESSAGES;

/** Whether the run has waited for a person or told the customer that it does. */
export const hasWaited = (run: Run): boolean =>
  run.steps.some((step) => step.state === 'waiting' || step.name === 'notice' || decidedAt(step) !== undefined);

/**
 * Returns when the run learned what a person decided about the call; undefined if they were not asked or have not
 * decided.
 */
export const decidedAt = ({ kind, input, error, endedAt }: Step): number | undefined => {
  if (kind !== 'tool') return undefined;
  if (error?.code === 'tool.refused') return endedAt;
  const { approval } = toolInputSchema.safeParse(input).data ?? {};
  return approval?.heardAt ?? approval?.at;
};

/** Returns the step that says something to the customer at the run's end, or suggests it to a person. */
export const closingReplyOf = (run: Run): Step | undefined =>
  run.steps.find((step) => step.kind === 'reply' && step.name !== 'notice' && step.state !== 'dropped');

/** Returns the agent's last valid model step, which may be in progress. */
export const lastTurnOf = (run: Run, agent: string): Step | undefined =>
  stepsOf(run, agent).findLast(({ kind, state }) => kind === 'model' && state !== 'dropped' && state !== 'failed');

/**
 * Returns what the agent finally said; undefined when it was cut short, said nothing or nothing admissible, or the
 * customer has written since.
 */
export const finalTextOf = (run: Run, agent: string): string | undefined => {
  const last = stepsOf(run, agent).findLast(({ state }) => state !== 'dropped');
  if (last?.kind !== 'model' || last.state !== 'done' || last.index < lastWordAt(run)) return undefined;
  if (isWithheld(run, last)) return undefined;
  const { text, toolCalls } = modelOutputOf(last);
  return toolCalls.length === 0 && text.trim() !== '' ? text : undefined;
};

const isWithheld = (run: Run, { index }: Step): boolean =>
  run.steps.findLastIndex(({ kind, name }) => kind === 'event' && name === 'withheld') > index;

/** Whether this run called a person. */
export const hasHandedOver = (run: Run): boolean =>
  run.steps.some(
    ({ name, output }) => controlOf(name) === 'hand-over' && controlSchemas['hand-over'].safeParse(output).success,
  );

/** Returns which agent passed the conversation to which, in order. */
export const passedOnOf = (
  run: Run,
): readonly { readonly from: string; readonly to: string; readonly note: string }[] =>
  run.steps.flatMap(({ name, output, agent }) => {
    const parsed = controlOf(name) === 'pass-on' ? controlSchemas['pass-on'].safeParse(output) : undefined;
    return parsed?.success ? [{ from: agent, to: parsed.data.passedTo, note: parsed.data.note }] : [];
  });
