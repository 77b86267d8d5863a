import { Failure } from '../contracts/errors.ts';
import type { Step } from '../entities/run.ts';
import type { ToolCall } from '../models/model.ts';
import { documentsAs } from '../ports/team-documents.ts';
import type { Tool } from '../tools/tool.ts';
import { type Action, toolInputSchema } from './run.ts';
import { isPassing, type RunSession, stepError } from './session.ts';

type Request = {
  readonly agent: string;
  readonly kind: 'tool' | 'handover';
  readonly call: ToolCall;
};

/** A tool call that a model asked for. Wrong ones become a failed step, and the model reads why. */
export const callTool = async (session: RunSession, action: Extract<Action, { kind: 'call' }>): Promise<void> => {
  const { agent, call, refusal } = action;
  if (!refusal) return performCall(session, { agent, kind: 'tool', call });
  const failure =
    refusal === 'tool.unknown'
      ? new Failure(refusal, `${agent} has no tool ${call.name}.`, 'Call one of the tools given.')
      : new Failure(refusal, 'This very call was made before.', 'Use its result.');
  session.journal.add({
    ...stepOf({ agent, kind: 'tool', call }),
    state: 'failed',
    error: stepError(failure, refusal),
    endedAt: session.clock(),
  });
};

/**
 * Checks the arguments, records the intent of anything but a reading, performs the call and notes its result. An outward
 * result is recorded at once; any other may wait for the next record, since performing it again leaves the same state.
 */
export const performCall = async (session: RunSession, request: Request): Promise<void> => {
  const { journal } = session;
  const step = stepOf(request);
  const prepared = prepare(session, request.call);
  if (prepared instanceof Failure) {
    journal.add({ ...step, state: 'failed', error: stepError(prepared, 'tool.unknown'), endedAt: session.clock() });
    return;
  }
  const intended = journal.add({ ...step, state: 'intended' });
  if (prepared.tool.effect !== 'read') await journal.record();
  await perform(session, intended, prepared);
};

/**
 * A call whose intent was recorded and whose result was not. What changes our own documents is done again under the same
 * key; what may have reached others is not, and the model reads that nobody knows.
 */
export const resumeCall = async (session: RunSession, step: Step): Promise<void> => {
  const input = toolInputSchema.parse(step.input);
  const prepared = prepare(session, { id: input.callId, name: step.name, arguments: input.arguments });
  if (prepared instanceof Failure || prepared.tool.effect === 'outward') {
    const unknown = new Failure(
      'server.error',
      'A crash left the outcome unknown; it is not tried again.',
      'Ask a person to check.',
    );
    session.journal.settle({
      ...step,
      state: 'failed',
      error: stepError(unknown, 'server.error'),
      endedAt: session.clock(),
    });
    return;
  }
  await perform(session, step, prepared);
};

type Prepared = { readonly tool: Tool; readonly execute: ReturnType<Tool['prepare']> };

const prepare = ({ tools }: RunSession, call: ToolCall): Prepared | Failure => {
  const tool = tools[call.name];
  if (!tool) return new Failure('tool.unknown', `There is no tool ${call.name}.`, 'Call one of the tools given.');
  try {
    return { tool, execute: tool.prepare(call.arguments) };
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
};

const perform = async (session: RunSession, step: Step, { tool, execute }: Prepared): Promise<void> => {
  const { journal, search, clock, signal } = session;
  const documents = documentsAs(session.documents, `agent:${step.agent}`);
  const { id, conversationId, messageId } = journal.run();
  const run = { id, conversationId, messageId };
  try {
    const output = await execute({ documents, search, clock, signal, run, idempotencyKey: `${id}#${step.index}` });
    journal.settle({ ...step, state: 'done', output, endedAt: clock() });
  } catch (error) {
    if (isPassing(error)) throw error;
    journal.settle({ ...step, state: 'failed', error: stepError(error, 'server.error'), endedAt: clock() });
  }
  if (tool.effect === 'outward') await journal.record();
};

const stepOf = ({ agent, kind, call }: Request) => ({
  agent,
  kind,
  name: call.name.slice(0, 120),
  input: { callId: call.id, arguments: call.arguments },
});
