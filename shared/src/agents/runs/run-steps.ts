import { z } from 'zod';
import type { Run, RunEvent, Step } from '../../entities/run.ts';
import { controlOf } from '../../tools/registry.ts';
import { controlSchemas } from '../../tools/tool.ts';
import { type Route, routeSchema } from '../team/supervisor.ts';

export const modelOutputSchema = z.object({
  text: z.string(),
  toolCalls: z.array(z.object({ id: z.string(), name: z.string(), arguments: z.string() })),
});
export type ModelOutput = z.infer<typeof modelOutputSchema>;

/**
 * `checked`: what the call's tool found when it was laid before a person. `approval`: they consented, maybe to other arguments
 * than the model's, which then stand here. `at` is by their device, which may have been offline; `heardAt` is when the run learnt of it.
 */
export const toolInputSchema = z.object({
  callId: z.string(),
  arguments: z.string(),
  checked: z.json().exactOptional(),
  approval: z
    .object({ by: z.string(), at: z.number(), heardAt: z.number().optional(), changed: z.boolean() })
    .optional(),
});
export type ToolInput = z.infer<typeof toolInputSchema>;

export const messageEventSchema = z.object({ messageId: z.string(), createdAt: z.number() });

/** The customer changed a message that the run is about already. */
const editEventSchema = messageEventSchema.extend({ editedAt: z.number() });

/** Under its name stands what is the whole run's: route, events, replies, hand-over. */
export const SUPERVISOR = 'supervisor';

/** Undefined until the supervisor has decided. */
export const routeOf = (run: Run): Route | undefined => {
  const step = run.steps.find(({ kind, state }) => kind === 'route' && state === 'done');
  return step && routeSchema.parse(step.output);
};

export const stepsOf = (run: Run, agent: string): readonly Step[] => run.steps.filter((step) => step.agent === agent);

export const toolInputOf = (step: Step): ToolInput => toolInputSchema.parse(step.input);

export const modelOutputOf = (step: Step): ModelOutput => modelOutputSchema.parse(step.output);

export const hasEvent = (run: Run, name: RunEvent): boolean =>
  run.steps.some((step) => step.kind === 'event' && step.name === name);

const messageEventsOf = (run: Run): readonly Step[] =>
  run.steps.filter(({ kind, name }) => kind === 'event' && name === 'message');

/** Every message that the run is about besides the first, as it was written. */
export const laterMessagesOf = (run: Run): readonly z.infer<typeof messageEventSchema>[] =>
  messageEventsOf(run).flatMap(({ input }) =>
    editEventSchema.safeParse(input).success ? [] : [messageEventSchema.parse(input)],
  );

/** The messages of the run whose text the customer changed while it was at work. */
export const editsOf = (run: Run): readonly z.infer<typeof editEventSchema>[] =>
  messageEventsOf(run).flatMap(({ input }) => editEventSchema.safeParse(input).data ?? []);

export const isAbout = (run: Run, messageId: string): boolean =>
  run.messageId === messageId || laterMessagesOf(run).some((later) => later.messageId === messageId);

/** Where what the customer wrote last begins to count: what an agent said before does not answer it. */
export const lastWordAt = (run: Run): number =>
  run.steps.findLastIndex(({ kind, name }) => kind === 'event' && name === 'message');

/** More than a customer writes in one go; the record of a run is bounded. */
const MAX_MESSAGES = 40;

/**
 * Whether what the customer writes now is still part of it: until it answers, or lays something before a person, which may
 * take days.
 */
export const takesMessages = (run: Run): boolean =>
  closingReplyOf(run) === undefined &&
  !hasEvent(run, 'taken-over') &&
  !hasEvent(run, 'limit') &&
  !hasWaited(run) &&
  messageEventsOf(run).length < MAX_MESSAGES;

export const hasWaited = (run: Run): boolean =>
  run.steps.some((step) => step.state === 'waiting' || step.name === 'notice' || decidedAt(step) !== undefined);

/** When the run learnt what a person decided about the call; undefined when they have not, or were not asked. */
export const decidedAt = ({ kind, input, error, endedAt }: Step): number | undefined => {
  if (kind !== 'tool') return undefined;
  if (error?.code === 'tool.refused') return endedAt;
  const { approval } = toolInputSchema.safeParse(input).data ?? {};
  return approval?.heardAt ?? approval?.at;
};

/** The step that says something to the customer at the run's end, or keeps it for a person. */
export const closingReplyOf = (run: Run): Step | undefined =>
  run.steps.find((step) => step.kind === 'reply' && step.name !== 'notice' && step.state !== 'dropped');

/** The agent's last model step that counts, be it under way. */
export const lastTurnOf = (run: Run, agent: string): Step | undefined =>
  stepsOf(run, agent).findLast(({ kind, state }) => kind === 'model' && state !== 'dropped' && state !== 'failed');

/** What the agent said at its end; undefined when it was cut short, said nothing, what may not be said, or was written to since. */
export const finalTextOf = (run: Run, agent: string): string | undefined => {
  const last = stepsOf(run, agent).findLast(({ state }) => state !== 'dropped');
  if (last?.kind !== 'model' || last.state !== 'done' || last.index < lastWordAt(run)) return undefined;
  if (isWithheld(run, last)) return undefined;
  const { text, toolCalls } = modelOutputOf(last);
  return toolCalls.length === 0 && text.trim() !== '' ? text : undefined;
};

const isWithheld = (run: Run, { index }: Step): boolean =>
  run.steps.findLastIndex(({ kind, name }) => kind === 'event' && name === 'withheld') > index;

/** Did this run call a person? */
export const hasHandedOver = (run: Run): boolean =>
  run.steps.some(
    ({ name, output }) => controlOf(name) === 'hand-over' && controlSchemas['hand-over'].safeParse(output).success,
  );

/** Who passed the conversation on to whom, in order. */
export const passedOnOf = (
  run: Run,
): readonly { readonly from: string; readonly to: string; readonly note: string }[] =>
  run.steps.flatMap(({ name, output, agent }) => {
    const parsed = controlOf(name) === 'pass-on' ? controlSchemas['pass-on'].safeParse(output) : undefined;
    return parsed?.success ? [{ from: agent, to: parsed.data.passedTo, note: parsed.data.note }] : [];
  });
