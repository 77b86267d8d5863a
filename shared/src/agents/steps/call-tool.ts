import { Failure } from '../../contracts/errors.ts';
import { textWithAttachments } from '../../conversations/messages/name-attachments.ts';
import type { Language } from '../../entities/declaring/fields.ts';
import type { Run, Step } from '../../entities/run.ts';
import { guardOf } from '../../guardrails/judge-reply.ts';
import type { ToolCall } from '../../models/model.ts';
import { documentsAs } from '../../ports/team-documents.ts';
import { cutText } from '../../text/cut-text.ts';
import { detectLanguage } from '../../text/detect-language.ts';
import { callOperator } from '../../tools/call-operator.ts';
import type { CheckContext, JsonValue, Tool } from '../../tools/tool.ts';
import type { Action, Refusal } from '../runs/run-action.ts';
import { hasEvent, SUPERVISOR, toolInputOf } from '../runs/run-steps.ts';
import { isPassing, type RunSession, stepError } from '../runs/session.ts';
import { readHistory } from './read-history.ts';

type Request = {
  readonly agent: string;
  readonly kind: 'tool' | 'handover';
  readonly call: ToolCall;
};

/** Executes a tool call that a model asked for. An invalid call becomes a failed step, and the model reads why. */
export const callTool = async (session: RunSession, action: Extract<Action, { kind: 'call' }>): Promise<void> => {
  const { agent, call, refusal } = action;
  if (!refusal) return performCall(session, { agent, kind: 'tool', call });
  const failure = refusals[refusal](agent, call);
  addFailed(session, { agent, kind: 'tool', call }, failure);
};

const refusals: Readonly<Record<Refusal, (agent: string, call: ToolCall) => Failure>> = {
  'tool.unknown': (agent, { name }) =>
    new Failure('tool.unknown', `${agent} has no tool ${name}.`, 'Call one of the tools given.'),
  'agent.unknown': () =>
    new Failure(
      'tool.impossible',
      'There is no such colleague. Answer yourself, or call a person.',
      'Answer yourself.',
    ),
  'run.limit': () =>
    new Failure('run.limit', 'This very call was made before, or too many of its kind.', 'Use what is there.'),
};

/**
 * Checks the arguments, records the intent of anything but a read, performs the call and adds its result. The result of
 * an outward call is recorded immediately; any other may wait for the next record, since repeating it leaves the same
 * state.
 */
export const performCall = async (session: RunSession, request: Request): Promise<void> => {
  const { journal } = session;
  const prepared = prepare(session, request.call);
  if (prepared instanceof Failure) return addFailed(session, request, prepared);
  const intended = journal.add({ ...stepOf(request), state: 'intended' });
  await (prepared.tool.effect === 'read' ? journal.recordCosts() : journal.record());
  await perform(session, intended, prepared);
};

/** Performs a call that a person has approved, possibly with other arguments. */
export const performApproved = async (session: RunSession, step: Step): Promise<void> => {
  const { journal, clock } = session;
  const prepared = prepareStep(session, step);
  if (prepared instanceof Failure) {
    journal.settle({ ...step, state: 'failed', error: stepError(prepared, 'tool.unknown'), endedAt: clock() });
    return;
  }
  const intended: Step = { ...step, state: 'intended' };
  journal.settle(intended);
  await journal.record();
  await perform(session, intended, prepared);
};

/**
 * Resumes a call whose intent was recorded but not its result. A change of our own documents is repeated under the same
 * key; a call that may have reached an external service is not, and the model reads that the outcome is unknown.
 */
export const resumeCall = async (session: RunSession, step: Step): Promise<void> => {
  const prepared = prepareStep(session, step);
  if (!(prepared instanceof Failure) && prepared.tool.effect !== 'outward') return perform(session, step, prepared);
  const unknown = new Failure(
    'server.error',
    'A crash left the outcome unknown; it is not tried again.',
    'Ask a person to check.',
  );
  const error = stepError(unknown, 'server.error');
  session.journal.settle({ ...step, state: 'failed', error, endedAt: session.clock() });
};

type Prepared = { readonly tool: Tool; readonly execute: ReturnType<Tool['prepare']> };

/** Finds the tool of a call and parses the arguments; returns the failure that the model reads otherwise. */
export const prepare = ({ tools }: Pick<RunSession, 'tools'>, call: Omit<ToolCall, 'id'>): Prepared | Failure => {
  const tool = tools[call.name];
  if (!tool) return new Failure('tool.unknown', `There is no tool ${call.name}.`, 'Call one of the tools given.');
  try {
    return { tool, execute: tool.prepare(call.arguments) };
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
};

const prepareStep = (session: RunSession, step: Step): Prepared | Failure =>
  prepare(session, { name: step.name, arguments: toolInputOf(step).arguments });

const perform = async (session: RunSession, step: Step, { tool, execute }: Prepared): Promise<void> => {
  const { journal, clock } = session;
  try {
    const context = checkContext(session, step.agent);
    const idempotencyKey = `${context.run.id}#${step.index}`;
    const output = await execute({ ...context, idempotencyKey, checked: toolInputOf(step).checked });
    journal.settle({ ...step, state: 'done', output, endedAt: clock() });
  } catch (error) {
    if (isPassing(error)) throw error;
    journal.settle({ ...step, state: 'failed', error: stepError(error, 'server.error'), endedAt: clock() });
  }
  if (tool.effect === 'outward') await journal.record();
};

const checkContext = (session: RunSession, agent: string): CheckContext => {
  const { documents, journal, message, conversation, search, clock, calendar, timeZone, signal, context } = session;
  const { knowledge } = context().agents[agent] ?? {};
  const run = { id: journal.run().id, conversation, message };
  const own = documentsAs(documents, `agent:${agent}`);
  const lastCited = () => citedLast(session);
  return { documents: own, search, clock, calendar, timeZone, signal, run, knowledge, lastCited };
};

const citedLast = async (session: RunSession): Promise<readonly string[]> => {
  const reply = (await readHistory(session)).findLast(({ direction }) => direction === 'outbound');
  return reply?.citations.map(({ passageId }) => passageId) ?? [];
};

/** Returns the result of a call's check, or why the call would fail. Throws temporary errors. */
export const checkCall = async (
  session: RunSession,
  { agent, call }: Omit<Request, 'kind'>,
): Promise<{ readonly checked: JsonValue | undefined } | Failure> => {
  const prepared = prepare(session, call);
  if (prepared instanceof Failure) return prepared;
  try {
    return { checked: await prepared.tool.prepareCheck(call.arguments)(checkContext(session, agent)) };
  } catch (error) {
    if (isPassing(error)) throw error;
    return error instanceof Failure
      ? error
      : new Failure('server.error', String(error), 'Ask a person.', { cause: error });
  }
};

/** Adds a call that is not performed; the model reads why. */
export const addFailed = ({ journal, clock }: RunSession, request: Request, failure: Failure): void => {
  journal.add({ ...stepOf(request), state: 'failed', error: stepError(failure, 'tool.unknown'), endedAt: clock() });
};

/** The fields of a step for a requested call. */
export const stepOf = ({ agent, kind, call }: Request) => ({
  agent,
  kind,
  name: call.name.slice(0, 120),
  input: { callId: call.id, arguments: call.arguments },
});

/** Calls a person in the supervisor's name, since no agent has an answer. */
export const callPerson = (session: RunSession): Promise<void> =>
  performCall(session, { agent: SUPERVISOR, kind: 'handover', call: personCall(session) });

/** The call by which the supervisor hands the conversation over, with the reason and a summary. */
export const personCall = ({ journal, message }: Pick<RunSession, 'journal' | 'message'>): ToolCall => {
  const withheld = whyWithheld(journal.run(), detectLanguage(message.text) ?? 'ru');
  const reason = hasEvent(journal.run(), 'limit') ? 'limit' : withheld === undefined ? 'no_answer' : 'other';
  const asked = textWithAttachments(message);
  const summary = cutText(withheld === undefined ? asked : `${withheld}\n${asked}`, 2000);
  return { id: SUPERVISOR, name: callOperator.name, arguments: JSON.stringify({ reason, summary }) };
};

/** Explains to the person who is called why a reply was withheld; the run contains the reply. */
const whyWithheld = (run: Run, language: Language): string | undefined => {
  const step = run.steps.findLast(({ kind, name }) => kind === 'event' && name === 'withheld');
  const guard = step && guardOf(step.input);
  if (!guard) return undefined;
  const lead = language === 'ru' ? 'Ответ агента не отправлен' : 'The agent’s reply was withheld';
  return `${lead}: ${guard.reason[language]}.`;
};
