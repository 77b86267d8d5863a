import { z } from 'zod';
import { Failure } from '../../contracts/errors.ts';
import { isGroup } from '../../conversations/audience.ts';
import type { Step } from '../../entities/run.ts';
import type { Fact } from '../../entities/twin.ts';
import type { ModelMessage, ModelProvider, ModelReply, ModelRequest } from '../../models/model.ts';
import { detectLanguage } from '../../text/detect-language.ts';
import { controlOf } from '../../tools/registry.ts';
import { withTimeLimit } from '../../tools/time-limit.ts';
import type { Agent } from '../agent.ts';
import { colleaguesOf } from '../runs/branch.ts';
import type { Action } from '../runs/run-action.ts';
import { laterMessagesOf, type ModelOutput, modelOutputOf, routeOf, stepsOf } from '../runs/run-steps.ts';
import { type RunSession, stepError } from '../runs/session.ts';
import { withMembers } from '../team/in-group.ts';
import { saysSomething } from './compose-reply.ts';
import { modelMessagesOf } from './model-messages.ts';
import { nameOf, settleWithModel } from './model-step.ts';
import { readEffects } from './read-effects.ts';
import { readHistory } from './read-history.ts';

const MAX_TEXT = 16_000;
const MAX_CALLS = 8;
const MAX_ARGUMENTS = 8000;

type Ask = Omit<Extract<Action, { kind: 'ask' }>, 'kind'>;

/**
 * Makes one model call. Its step is added before the call, so that the order of steps shows what was said before and
 * after it. A call that cost tokens is recorded with the next step, or immediately if none follows, so that a crash
 * hardly ever pays for it twice. If `calledOff` is aborted, the result is discarded.
 */
export const askModel = async (session: RunSession, ask: Ask, calledOff: AbortSignal, begun?: Step): Promise<void> => {
  const { journal } = session;
  const agent = session.context().agents[ask.agent];
  if (!agent) throw new Failure('server.error', `No agent ${ask.agent}.`, 'Add it to the registry.');
  const { provider, name } = chosenModel(session, agent, ask.fallback);
  const input = { fallback: ask.fallback, lastWord: ask.lastWord };
  const step = begun ?? journal.add({ agent: agent.name, kind: 'model', name: nameOf(name), state: 'intended', input });
  // A model is slow, so the step is recorded first to show who is working. The rules answer immediately.
  await (provider.name === session.fallback.name ? journal.recordCosts() : journal.record());
  await settleWithModel(session, {
    step,
    calledOff,
    ask: (signal) => complete({ ...session, signal }, { agent, provider, step, lastWord: ask.lastWord }),
    outputOf: (reply) => outputOf(reply, agent, step.index),
    failed: (error) => ({ state: 'failed', error: stepError(error, 'model.unavailable') }),
  });
  if (!agent.answers && isLastWord(journal.run().steps[step.index])) await journal.recordCosts();
};

/** No later step would record it. */
const isLastWord = (step: Step | undefined): boolean =>
  step?.state === 'done' && modelOutputOf(step).toolCalls.length === 0;

/** The agent may be set to use the rules, or a model other than the first. */
const chosenModel = ({ model, fallback }: RunSession, agent: Agent, isFallback: boolean) => {
  const wished = agent.model?.name;
  const provider = isFallback || wished === fallback.name ? fallback : model;
  return { provider, name: provider === model ? (wished ?? model.name) : provider.name };
};

/** Repeats a call that was interrupted by a crash. */
export const askAgain = (session: RunSession, step: Step, calledOff: AbortSignal): Promise<void> => {
  const { fallback, lastWord } = inputOf(step);
  return askModel(session, { agent: step.agent, fallback, lastWord }, calledOff, step);
};

const inputSchema = z.object({ fallback: z.boolean(), lastWord: z.boolean(), system: z.string().optional() }).partial();

const inputOf = ({ input }: Step) => {
  const { fallback = false, lastWord = false } = inputSchema.parse(input);
  return { fallback, lastWord };
};

const systemOf = (input: Step['input']): string | undefined => inputSchema.safeParse(input).data?.system;

type Question = {
  readonly agent: Agent;
  readonly provider: ModelProvider;
  readonly step: Step;
  readonly lastWord: boolean;
};

const complete = async (session: RunSession, question: Question): Promise<ModelReply> => {
  const { agent, provider, lastWord } = question;
  const run = session.journal.run();
  const language = routeOf(run)?.language ?? detectLanguage(session.message.text) ?? session.conversation.language;
  const colleagues = colleaguesOf(agent, session.context().agents, language);
  // The rules do not read prompts.
  const inGroup = isGroup(session.conversation);
  const isTold = provider.name !== session.fallback.name;
  const [history, facts, effects] = await Promise.all([
    readHistory(session),
    isTold ? readFacts(session) : [],
    isTold && !inGroup ? readEffects(session, agent) : [],
  ]);
  const messages = modelMessagesOf(run, agent, {
    language,
    history: isTold ? withMembers(history) : history,
    facts,
    effects,
    now: { at: session.calendar(), timeZone: session.timeZone },
    colleagues,
    inGroup,
    style: session.style,
  });
  if (isTold) noteTold(session, question, messages[0]);
  const asked = 1 + laterMessagesOf(run).length;
  const offered = lastWord ? [] : agent.tools.filter((name) => controlOf(name) !== 'pass-on' || colleagues.length > 0);
  const tools: ModelRequest['tools'] = offered.flatMap((name) => session.tools[name] ?? []);
  const { rulesOf = agent.name, model = {} } = agent;
  const terms = { agent: rulesOf, model: model.name, temperature: model.temperature };
  return withTimeLimit(
    (signal) =>
      provider.complete({
        ...terms,
        messages,
        tools,
        asked,
        inGroup,
        language,
        words: session.words(),
        signal,
        ...listening(session, agent, signal),
      }),
    { ms: agent.limits.modelTimeMs, signal: session.signal, what: provider.name },
  );
};

/** Ignores a call once it is over, whether or not its provider obeys the signal. */
const listening = (
  { onText, onRestart }: RunSession,
  { name }: Agent,
  call: AbortSignal,
): Pick<ModelRequest, 'onText' | 'onRestart'> => ({
  onText: onText && ((delta) => call.aborted || onText(name, delta)),
  onRestart: onRestart && (() => call.aborted || onRestart(name)),
});

/**
 * Records what the agent was told besides the conversation, unless it is the same as before, because prompts may change
 * later.
 */
const noteTold = ({ journal }: RunSession, { agent, step }: Question, told: ModelMessage | undefined): void => {
  if (told?.role !== 'system') return;
  const before = stepsOf(journal.run(), agent.name).findLast(
    ({ index, input }) => index < step.index && systemOf(input),
  );
  if (before && systemOf(before.input) === told.content) return;
  const { fallback, lastWord } = inputOf(step);
  journal.settle({ ...step, input: { fallback, lastWord, system: told.content } });
};

/** Returns the facts about the customer from their twin; none for a group. */
const readFacts = async ({ documents, conversation }: RunSession): Promise<readonly Fact[]> =>
  isGroup(conversation) ? [] : ((await documents.twins.get(conversation.contactId))?.facts ?? []);

/** Call ids are generated here, because a provider may omit or repeat its own. */
const outputOf = (reply: ModelReply, agent: Agent, index: number): ModelOutput => {
  const toolCalls = reply.toolCalls.slice(0, MAX_CALLS);
  // An agent that does not answer customers may end without text; text of only punctuation is invalid for any agent.
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
