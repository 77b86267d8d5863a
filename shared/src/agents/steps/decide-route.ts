import { z } from 'zod';
import { Failure } from '../../contracts/errors.ts';
import { isGroup } from '../../conversations/audience.ts';
import { isFilesAlone } from '../../conversations/messages/name-attachments.ts';
import type { Language } from '../../entities/declaring/fields.ts';
import type { Message } from '../../entities/message.ts';
import type { Step } from '../../entities/run.ts';
import { parseJson } from '../../models/json-text.ts';
import type { ModelMessage, ModelReply, ToolDescription } from '../../models/model.ts';
import { noModelName } from '../../models/no-model/no-model.ts';
import { detectLanguage } from '../../text/detect-language.ts';
import { withTimeLimit } from '../../tools/time-limit.ts';
import type { Agent } from '../agent.ts';
import { hasEvent, laterMessagesOf, SUPERVISOR } from '../runs/run-steps.ts';
import { type RunSession, stepError } from '../runs/session.ts';
import { memberRule, withMembers } from '../team/in-group.ts';
import { answerersFor, chooseByRules, type Route, routeFollowUp, routeTo } from '../team/supervisor.ts';
import { aboutAgents, dataRule, spoken } from './model-messages.ts';
import { nameOf, settleWithModel } from './model-step.ts';
import { readHistory } from './read-history.ts';

/** Short, because the customer waits, and the first possible agent can answer as well. */
const CHOICE_MS = 20_000;

type Deciding = {
  /** A limit is reached, so no model may be called. */
  readonly rulesOnly: boolean;
  readonly calledOff: AbortSignal;
  /** The step that was recorded before a crash. */
  readonly begun?: Step;
};

/**
 * Decides which agents act: by the rules, or by a model if the rules do not decide. If the model fails, the first agent
 * that may answer does.
 */
export const decideRoute = async (session: RunSession, deciding: Deciding): Promise<void> => {
  const { journal, message, conversation, context, clock, model } = session;
  const { agents } = context();
  // The text of a button is in the language of the knowledge base.
  const written = message.choiceOf === undefined ? detectLanguage(message.text) : undefined;
  const setting = { mode: conversation.mode, language: written ?? conversation.language };
  const note = (output: Route): void => {
    const input = setOut(session);
    const step = deciding.begun ?? journal.add({ ...route, name: 'rules', state: 'intended', input });
    journal.settle({ ...step, name: 'rules', state: 'done', output, endedAt: clock() });
  };
  if (journal.run().followUpId !== undefined) return note(routeFollowUp(conversation, agents));
  const candidates = (await isFilesAloneAsked(session)) ? [] : answerersFor(setting, agents);
  const chosen = candidates.length > 1 ? await choose(session, candidates) : candidates[0];
  const isPaidFor = model.name !== noModelName && !deciding.rulesOnly;
  if (chosen || candidates.length === 0 || !isPaidFor) return note(routeTo(chosen ?? candidates[0], setting, agents));
  const toRoute = (answerer: Agent | undefined) => routeTo(answerer, setting, agents);
  return askForRoute(session, deciding, { candidates, language: setting.language, toRoute });
};

const route = { agent: SUPERVISOR, kind: 'route' } as const;

/** The conversation's state when the run began. */
const setOut = ({ conversation, handedBack }: RunSession) => ({
  mode: conversation.mode,
  ...(handedBack && { handedBack }),
});

/** A message without text, such as a photo, cannot be answered by an agent: the supervisor calls a person and says so. */
const isFilesAloneAsked = async (session: RunSession): Promise<boolean> =>
  isFilesAlone(session.message) && (await readAsked(session)).every(isFilesAlone);

/** The messages that the run handles. */
const readAsked = async (session: RunSession): Promise<readonly Message[]> =>
  (await readHistory(session)).slice(-1 - laterMessagesOf(session.journal.run()).length);

const choose = async (session: RunSession, candidates: readonly Agent[]): Promise<Agent | undefined> => {
  const history = await readHistory(session);
  const isCandidate = (id: string | undefined): boolean => candidates.some(({ name }) => name === id);
  const asked = await readAsked(session);
  return chooseByRules(candidates, {
    text: asked.map(({ text }) => text).join('\n'),
    answeredLast: history.findLast(({ author }) => author.kind === 'agent' && isCandidate(author.id))?.author.id,
  });
};

type Choice = {
  readonly candidates: readonly Agent[];
  readonly language: Language;
  readonly toRoute: (answerer: Agent | undefined) => Route;
};

const askForRoute = async (session: RunSession, { begun, calledOff }: Deciding, choice: Choice): Promise<void> => {
  const { journal, clock, model } = session;
  const input = { ...setOut(session), candidates: choice.candidates.map(({ name }) => name) };
  const step = begun ?? journal.add({ ...route, name: nameOf(model.name), state: 'intended', input });
  if (hasEvent(journal.run(), 'cancelled')) return journal.settle({ ...step, state: 'dropped', endedAt: clock() });
  await journal.record();
  await settleWithModel(session, {
    step,
    calledOff,
    ask: (signal) => complete(session, choice, signal),
    outputOf: (reply) => choice.toRoute(chosenBy(reply, choice)),
    failed: (error) => ({
      name: 'rules',
      state: 'done',
      output: choice.toRoute(choice.candidates[0]),
      error: stepError(error, 'model.unavailable'),
    }),
  });
};

const complete = async (session: RunSession, choice: Choice, signal: AbortSignal): Promise<ModelReply> => {
  const history = await readHistory(session);
  const messages: readonly ModelMessage[] = [
    {
      role: 'system',
      content: [
        task[choice.language],
        ...aboutAgents(choice.candidates, choice.language),
        ...(isGroup(session.conversation) ? [memberRule[choice.language]] : []),
        dataRule[choice.language],
      ].join('\n'),
    },
    ...withMembers(history).map(spoken),
  ];
  const asked = 1 + laterMessagesOf(session.journal.run()).length;
  return withTimeLimit(
    (limited) => session.model.complete({ agent: SUPERVISOR, messages, asked, tools: [chooseAgent], signal: limited }),
    { ms: CHOICE_MS, signal, what: session.model.name },
  );
};

const task: Readonly<Record<Language, string>> = {
  ru: 'Ты решаешь, кто из агентов ответит на последнее сообщение клиента. Вызови choose_agent с именем одного из них. Клиенту ты не пишешь. Агенты:',
  en: "You decide which agent answers the customer's last message. Call choose_agent with the name of one of them. You do not write to the customer. The agents:",
};

const choiceSchema = z.object({ name: z.string().describe('One of the agents given') });

const chooseAgent: ToolDescription = {
  name: 'choose_agent',
  description: 'Choose who answers the customer.',
  arguments: choiceSchema,
};

const chosenBy = ({ toolCalls, text }: ModelReply, { candidates }: Choice): Agent => {
  const call = toolCalls.find(({ name }) => name === chooseAgent.name);
  const name = call ? choiceSchema.safeParse(parseJson(call.arguments)).data?.name : text;
  const chosen = candidates.find((each) => each.name === name?.trim());
  if (chosen) return chosen;
  throw new Failure('model.bad_reply', 'The model chose none of the agents.', 'Name topics for them.');
};
