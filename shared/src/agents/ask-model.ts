import { Failure } from '../contracts/errors.ts';
import type { Message } from '../entities/message.ts';
import type { Fact } from '../entities/twin.ts';
import type { ModelProvider, ModelReply, ModelRequest } from '../models/model.ts';
import { detectLanguage } from '../text/detect-language.ts';
import { withTimeLimit } from '../tools/time-limit.ts';
import type { Agent } from './agent.ts';
import { saysSomething } from './compose-reply.ts';
import { modelMessagesOf } from './model-messages.ts';
import { type Action, type ModelOutput, routeOf } from './run.ts';
import { isPassing, type RunSession, stepError } from './session.ts';

const MAX_HISTORY = 12;
const MAX_TEXT = 16_000;
const MAX_CALLS = 8;
const MAX_ARGUMENTS = 8000;

/** One model call, recorded after it. A call that cost tokens is recorded at once, so that a crash does not pay for it twice. */
export const askModel = async (session: RunSession, action: Extract<Action, { kind: 'ask' }>): Promise<void> => {
  const agent = session.agents[action.agent];
  if (!agent) throw new Failure('server.error', `No agent ${action.agent}.`, 'Add it to the registry.');
  const provider = action.fallback ? session.fallback : session.model;
  const { journal } = session;
  const step = { agent: agent.name, kind: 'model' as const, input: {}, startedAt: session.clock() };
  try {
    const reply = await complete(session, { agent, provider, lastWord: action.lastWord });
    const output = outputOf(reply, agent, journal.run().steps.length);
    const name = reply.model.slice(0, 120);
    journal.add({ ...step, name, state: 'done', output, tokens: { ...reply.tokens }, endedAt: session.clock() });
    if (reply.tokens.input + reply.tokens.output > 0) await journal.record();
  } catch (error) {
    if (isPassing(error)) throw error;
    const name = provider.name.slice(0, 120);
    journal.add({
      ...step,
      name,
      state: 'failed',
      error: stepError(error, 'model.unavailable'),
      endedAt: session.clock(),
    });
  }
};

type Question = { readonly agent: Agent; readonly provider: ModelProvider; readonly lastWord: boolean };

const complete = async (session: RunSession, { agent, provider, lastWord }: Question): Promise<ModelReply> => {
  const run = session.journal.run();
  const language = routeOf(run)?.language ?? detectLanguage(session.message.text) ?? session.conversation.language;
  const [history, facts] = await Promise.all([readHistory(session), readFacts(session)]);
  const messages = modelMessagesOf(run, agent, { language, history, facts });
  const tools: ModelRequest['tools'] = lastWord ? [] : agent.tools.flatMap((name) => session.tools[name] ?? []);
  return withTimeLimit((signal) => provider.complete({ agent: agent.name, messages, tools, signal }), {
    ms: agent.limits.modelTimeMs,
    signal: session.signal,
    what: provider.name,
  });
};

/** What was said before, oldest first, and the message itself last. */
const readHistory = async ({ documents, message }: RunSession): Promise<readonly Message[]> => {
  const page = await documents.messages.find({
    index: ['conversationId', 'createdAt'],
    equals: [message.conversationId],
    descending: true,
    limit: MAX_HISTORY,
  });
  const before = page.items.filter(({ createdAt, id }) => createdAt < message.createdAt && id !== message.id);
  return [...before.toReversed(), message];
};

/** What is known of the customer, from their twin. */
const readFacts = async ({ documents, conversation }: RunSession): Promise<readonly Fact[]> =>
  (await documents.twins.get(conversation.contactId))?.facts ?? [];

/** The call ids are ours: a provider may leave its own out or repeat them. */
const outputOf = (reply: ModelReply, agent: Agent, index: number): ModelOutput => {
  const toolCalls = reply.toolCalls.slice(0, MAX_CALLS);
  const isEmpty = agent.answers && toolCalls.length === 0 && !saysSomething(reply.text);
  const isMonstrous = toolCalls.some((call) => call.arguments.length > MAX_ARGUMENTS || call.name.length > 120);
  if (isEmpty || isMonstrous) {
    throw new Failure(
      'model.bad_reply',
      isEmpty ? 'The model said nothing.' : 'The model wrote endless arguments.',
      'Try again.',
    );
  }
  return {
    text: reply.text.toWellFormed().slice(0, MAX_TEXT),
    toolCalls: toolCalls.map((call, at) => ({ id: `call_${index}_${at}`, name: call.name, arguments: call.arguments })),
  };
};
