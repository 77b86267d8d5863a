import { Failure } from '../contracts/errors.ts';
import type { Step } from '../entities/run.ts';
import type { Fact } from '../entities/twin.ts';
import type { ModelProvider, ModelReply, ModelRequest } from '../models/model.ts';
import { detectLanguage } from '../text/detect-language.ts';
import { withTimeLimit } from '../tools/time-limit.ts';
import type { Agent } from './agent.ts';
import { colleaguesOf } from './branch.ts';
import { saysSomething } from './compose-reply.ts';
import { modelMessagesOf } from './model-messages.ts';
import { readHistory } from './read-history.ts';
import type { Action } from './run.ts';
import { laterMessagesOf, type ModelOutput, routeOf } from './run-steps.ts';
import { isPassing, type RunSession, stepError } from './session.ts';

const MAX_TEXT = 16_000;
const MAX_CALLS = 8;
const MAX_ARGUMENTS = 8000;

type Ask = Omit<Extract<Action, { kind: 'ask' }>, 'kind'>;

/**
 * One model call. Its step keeps its place from the beginning on, so that everybody can tell what was said before and after.
 * One that cost tokens is recorded with what follows from it, and at once if that is nothing, so that a crash hardly pays for
 * it twice. When `calledOff` aborts it counts for nothing.
 */
export const askModel = async (session: RunSession, ask: Ask, calledOff: AbortSignal, begun?: Step): Promise<void> => {
  const { journal, clock } = session;
  const agent = session.house().agents[ask.agent];
  if (!agent) throw new Failure('server.error', `No agent ${ask.agent}.`, 'Add it to the registry.');
  const provider = ask.fallback ? session.fallback : session.model;
  const input = { fallback: ask.fallback, lastWord: ask.lastWord };
  const step =
    begun ??
    journal.add({ agent: agent.name, kind: 'model', name: provider.name.slice(0, 120), state: 'intended', input });
  const signal = AbortSignal.any([session.signal, calledOff]);
  try {
    await journal.recordCosts();
    const reply = await complete({ ...session, signal }, { agent, provider, lastWord: ask.lastWord });
    const output = outputOf(reply, agent, step.index);
    const { tokens, costMicros } = reply;
    const used = { tokens: { input: tokens.input, output: tokens.output }, ...(costMicros > 0 && { costMicros }) };
    journal.settle({ ...step, name: reply.model.slice(0, 120), state: 'done', output, ...used, endedAt: clock() });
    if (output.toolCalls.length === 0 && !agent.answers) await journal.recordCosts();
  } catch (error) {
    if (calledOff.aborted && !session.signal.aborted) {
      journal.settle({ ...step, state: 'dropped', endedAt: clock() });
      return;
    }
    if (isPassing(error)) throw error;
    journal.settle({ ...step, state: 'failed', error: stepError(error, 'model.unavailable'), endedAt: clock() });
  }
};

/** After a crash: what was asked and not answered is asked again. */
export const askAgain = (session: RunSession, step: Step, calledOff: AbortSignal): Promise<void> => {
  const { fallback, lastWord } = step.input as { fallback?: unknown; lastWord?: unknown };
  const ask = { agent: step.agent, fallback: fallback === true, lastWord: lastWord === true };
  return askModel(session, ask, calledOff, step);
};

type Question = { readonly agent: Agent; readonly provider: ModelProvider; readonly lastWord: boolean };

const complete = async (session: RunSession, { agent, provider, lastWord }: Question): Promise<ModelReply> => {
  const run = session.journal.run();
  const language = routeOf(run)?.language ?? detectLanguage(session.message.text) ?? session.conversation.language;
  const [history, facts] = await Promise.all([readHistory(session), readFacts(session)]);
  const messages = modelMessagesOf(run, agent, {
    language,
    history,
    facts,
    now: { at: session.clock(), timeZone: session.timeZone },
    colleagues: colleaguesOf(agent, session.house().agents),
  });
  const asked = 1 + laterMessagesOf(run).length;
  const tools: ModelRequest['tools'] = lastWord ? [] : agent.tools.flatMap((name) => session.tools[name] ?? []);
  return withTimeLimit((signal) => provider.complete({ agent: agent.name, messages, tools, asked, signal }), {
    ms: agent.limits.modelTimeMs,
    signal: session.signal,
    what: provider.name,
  });
};

/** What is known of the customer, from their twin. */
const readFacts = async ({ documents, conversation }: RunSession): Promise<readonly Fact[]> =>
  (await documents.twins.get(conversation.contactId))?.facts ?? [];

/** The call ids are ours: a provider may leave its own out or repeat them. */
const outputOf = (reply: ModelReply, agent: Agent, index: number): ModelOutput => {
  const toolCalls = reply.toolCalls.slice(0, MAX_CALLS);
  // Who does not answer may end without a word; marks alone are nonsense from anybody.
  const mustSpeak = agent.answers || reply.text.trim() !== '';
  const isEmpty = mustSpeak && toolCalls.length === 0 && !saysSomething(reply.text);
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
