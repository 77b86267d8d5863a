import { Failure } from '../contracts/errors.ts';
import { handOver } from '../conversations/hand-over.ts';
import { runIdOf } from '../conversations/ids.ts';
import type { Message } from '../entities/message.ts';
import type { Run, Step } from '../entities/run.ts';
import { createNoModelProvider } from '../models/no-model/no-model.ts';
import { cutText } from '../text/cut-text.ts';
import { detectLanguage } from '../text/detect-language.ts';
import { tools } from '../tools/registry.ts';
import { askModel } from './ask-model.ts';
import { callTool, performCall, resumeCall } from './call-tool.ts';
import { plainReply } from './compose-reply.ts';
import { openJournal } from './journal.ts';
import { agents } from './registry.ts';
import { type Action, nextStep } from './run.ts';
import { isPassing, type RunDependencies, type RunSession, stepError } from './session.ts';
import { routeMessage } from './supervisor.ts';
import { storeReply, writeReply } from './write-reply.ts';

/**
 * Runs the agents over an inbound message whose conversation is open, from the start or from behind the last recorded
 * step, and returns the ended run; an ended one comes back as it is. Throws only passing trouble (`store.*`,
 * `document.conflict`, `server.stopping`), after which calling it again resumes: anything else ends the run as
 * `failed`, with a plain reply and a hand-over.
 */
export const executeRun = async (
  dependencies: RunDependencies,
  messageId: string,
  signal: AbortSignal,
): Promise<Run> => {
  const { documents } = dependencies;
  const message = await documents.messages.get(messageId);
  const conversation = message && (await documents.conversations.get(message.conversationId));
  if (!conversation) {
    throw new Failure('resource.not_found', `Message ${messageId} or its conversation is gone.`, 'Nothing to do.');
  }
  const journal = await openJournal(documents, newRun(message), dependencies.clock);
  if (journal.run().state !== 'running') return journal.run();
  const session: RunSession = {
    agents,
    tools,
    ...dependencies,
    fallback: createNoModelProvider(),
    journal,
    message,
    conversation,
    signal,
  };
  try {
    return await advanceToEnd(session);
  } catch (error) {
    if (isPassing(error)) throw error;
    return abandonRun(dependencies, message, error);
  }
};

/** Ends the run as `failed`; a customer who has no reply yet gets a plain one, and a person is called. */
export const abandonRun = async (
  { documents, clock }: Pick<RunDependencies, 'documents' | 'clock'>,
  message: Message,
  cause: unknown,
): Promise<Run> => {
  const journal = await openJournal(documents, newRun(message), clock);
  if (journal.run().state !== 'running') return journal.run();
  const isAnswered = journal.run().steps.some(({ kind, state }) => kind === 'reply' && state === 'done');
  const error = stepError(cause, 'server.error');
  if (!isAnswered) {
    const handover = { reason: 'other', summary: cutText(message.text, 2000), at: message.createdAt } as const;
    const conversation = await documents.conversations.update(message.conversationId, (current) =>
      handOver(current, handover),
    );
    const language = detectLanguage(message.text) ?? conversation?.language ?? 'ru';
    const reply = { text: plainReply(language), citations: [] };
    await storeReply({ documents, message, clock }, { run: journal.run(), agent: 'supervisor', reply });
  }
  journal.add({
    agent: 'supervisor',
    kind: 'handover',
    name: 'failure',
    state: 'failed',
    input: {},
    error,
    endedAt: clock(),
  });
  return journal.end({ state: 'failed', outcome: isAnswered ? 'replied' : 'handed-over' });
};

const newRun = (message: Message): Run => ({
  id: runIdOf(message.id),
  conversationId: message.conversationId,
  messageId: message.id,
  state: 'running',
  steps: [],
  createdAt: message.createdAt,
  updatedAt: message.createdAt,
});

const advanceToEnd = async (session: RunSession): Promise<Run> => {
  for (;;) {
    if (session.signal.aborted) throw stopping();
    const action = nextStep(session.journal.run(), session.agents);
    if (action.kind === 'finish') return session.journal.end({ state: 'done', outcome: action.outcome });
    await perform(session, action);
  }
};

const stopping = () => new Failure('server.stopping', 'The run was stopped.', 'It resumes by itself.');

const perform = (session: RunSession, action: Exclude<Action, { kind: 'finish' }>): Promise<void> => {
  switch (action.kind) {
    case 'route':
      return route(session);
    case 'ask':
      return askModel(session, action);
    case 'call':
      return callTool(session, action);
    case 'hand-over':
      return callPerson(session);
    case 'reply':
      return writeReply(session);
    case 'resume':
      return resume(session, action.step);
  }
};

const route = async ({ journal, message, conversation, clock }: RunSession): Promise<void> => {
  const output = routeMessage(message, conversation);
  const input = { mode: conversation.mode };
  journal.add({ agent: 'supervisor', kind: 'route', name: 'rules', state: 'done', input, output, endedAt: clock() });
};

/** The agents found no words: the supervisor calls a person itself. */
const callPerson = (session: RunSession): Promise<void> => {
  const summary = cutText(session.message.text, 2000);
  const call = { id: 'supervisor', name: 'call_operator', arguments: JSON.stringify({ reason: 'no_answer', summary }) };
  return performCall(session, { agent: 'supervisor', kind: 'handover', call });
};

const resume = (session: RunSession, step: Step): Promise<void> =>
  step.kind === 'reply' ? writeReply(session, step) : resumeCall(session, step);
