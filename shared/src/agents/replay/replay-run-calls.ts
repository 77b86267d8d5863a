import { Failure } from '../../contracts/errors.ts';
import type { Run, Step } from '../../entities/run.ts';
import type { ToolCall } from '../../models/model.ts';
import { controlOf } from '../../tools/registry.ts';
import { modelOutputSchema, toolInputSchema } from '../runs/run-steps.ts';
import type { RunSession } from '../runs/session.ts';
import { addFailed, checkCall, performCall, prepare, stepOf } from '../steps/call-tool.ts';

/** A recorded call with its result. */
export type RecordedCall = {
  readonly agent: string;
  readonly name: string;
  /** The arguments from the model, and those that a person approved. */
  readonly arguments: readonly string[];
  readonly step: Step;
};

/** Failures caused by the run in which they happened rather than by the call itself. */
const ofItsRun: ReadonlySet<string | undefined> = new Set(['run.limit', 'tool.unknown', 'tool.pending']);

/** Returns every call of the run with a known result. */
export const recordedCalls = (run: Run): readonly RecordedCall[] => {
  const asked = new Map(
    run.steps.flatMap(({ kind, output }) =>
      kind === 'model' ? (modelOutputSchema.safeParse(output).data?.toolCalls ?? []).map(toEntry) : [],
    ),
  );
  return run.steps.flatMap((step) => {
    const input =
      step.kind === 'tool' || step.kind === 'handover' ? toolInputSchema.safeParse(step.input).data : undefined;
    const isKnown = step.state === 'done' || (step.state === 'failed' && !ofItsRun.has(step.error?.code));
    if (!input || !isKnown) return [];
    const given = [input.arguments, asked.get(input.callId) ?? input.arguments].map(normalized);
    return [{ agent: step.agent, name: step.name, arguments: given, step }];
  });
};

const toEntry = ({ id, arguments: text }: ToolCall): readonly [string, string] => [id, text];

type Request = {
  readonly agent: string;
  readonly kind: 'tool' | 'handover';
  readonly call: ToolCall;
};

/**
 * Replays a call: a recorded call returns its recorded result, a read is executed, and anything else is only checked
 * for feasibility, without effect.
 */
export const replayCall = async (
  session: RunSession,
  recorded: readonly RecordedCall[],
  request: Request,
): Promise<void> => {
  const { journal, clock } = session;
  const known = findRecorded(recorded, request);
  if (known) {
    const { state, output, error } = known.step;
    const result = { state, ...(output !== undefined && { output }), ...(error && { error }) };
    journal.add({ ...stepOf(request), ...result, endedAt: clock() });
    return;
  }
  const prepared = prepare(session, request.call);
  if (prepared instanceof Failure || prepared.tool.effect === 'read') return performCall(session, request);
  const found = await checkCall(session, request);
  if (found instanceof Failure) return addFailed(session, request, found);
  journal.add({ ...stepOf(request), state: 'done', output: notPerformed(request.call.name), endedAt: clock() });
};

/** Prefers the agent's own call to that of another agent. */
const findRecorded = (recorded: readonly RecordedCall[], { agent, call }: Request): RecordedCall | undefined => {
  const text = normalized(call.arguments);
  const same = recorded.filter((each) => each.name === call.name && each.arguments.includes(text));
  return same.find((each) => each.agent === agent) ?? same[0];
};

/** The result of a hand-over that was not performed looks like a real one, so that the run ends as it would have. */
const notPerformed = (name: string) => ({
  performed: false,
  note: 'Not performed in a replay.',
  ...(controlOf(name) === 'hand-over' && { handedOver: true }),
});

/** Returns the same text for the same JSON, however it is written. */
export const normalized = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text, sortKeys));
  } catch {
    // Text that is not JSON is compared unchanged.
    return text;
  }
};

const sortKeys = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;
