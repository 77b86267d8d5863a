import { Failure } from '../../contracts/errors.ts';
import { handedBackIn } from '../../conversations/answering.ts';
import { isForTeam } from '../../conversations/audience.ts';
import { defaultTimeZone } from '../../conversations/follow-ups/follow-up-times.ts';
import { handedBackRunIdOf, messageOfNotice, runIdOf } from '../../conversations/ids.ts';
import type { Conversation } from '../../entities/conversation.ts';
import type { Message } from '../../entities/message.ts';
import type { Run } from '../../entities/run.ts';
import type { Work } from '../../entities/work.ts';
import { createNoModelProvider } from '../../models/no-model/no-model.ts';
import { pause } from '../../timing/pause.ts';
import { tools } from '../../tools/registry.ts';
import { wordsOf } from '../../wording/phrases.ts';
import { defaultLimits, nothingSpent } from '../budget/limits.ts';
import { handBackIdle } from '../follow-ups/hand-back.ts';
import { agents } from '../registry.ts';
import { recallRuns } from '../steps/read-effects.ts';
import { agentsFor } from '../team/in-group.ts';
import { readTeamAgents } from '../team/team-agents.ts';
import { readReplyStyle } from '../team/team-style.ts';
import { advanceRun } from './advance-run.ts';
import { journalBehind, newRun, openJournal } from './journal.ts';
import { recallMessages } from './recall-messages.ts';
import { isAbout } from './run-steps.ts';
import { approvalsBy, type RunDependencies, type RunSession } from './session.ts';

/** The surroundings of one execution. */
export type Execution = {
  /** Aborted when the server stops. */
  readonly signal: AbortSignal;
  /** Called once the customer has their answer or will get none: nobody waits for the rest of the run. */
  readonly onAnswered?: () => void;
};

/**
 * Runs the agents over an inbound message whose conversation is open, from the start or from the last recorded step,
 * and returns the run, which has ended or waits for a person. If an earlier run already handled the message, that run
 * is returned. Throws only temporary errors (`store.*`, `document.conflict`, `server.stopping`), after which another
 * call resumes the run; anything else ends the run as `failed`, with a standard reply and a hand-over.
 */
export const executeRun = async (
  dependencies: RunDependencies,
  message: Message,
  execution: Execution,
): Promise<Run> => {
  const { documents } = dependencies;
  const found = await documents.conversations.get(message.conversationId);
  if (!found) {
    throw new Failure('resource.not_found', `The conversation of message ${message.id} is gone.`, 'Nothing to do.');
  }
  const known = await findRunAbout(dependencies, message);
  if (known && (known.id !== runIdOf(message.id) || isOver(known))) return known;
  const conversation = known ? found : await waitForRest(dependencies, { message, conversation: found }, execution);
  const journal = journalBehind(known, newRun(message), dependencies);
  const isBegun = journal.run().steps.length > 0;
  const answerable = isBegun ? { conversation } : await handBackIdle(documents, message, conversation);
  const current = await asEdited(documents, message, conversation);
  const session = await openSession(dependencies, {
    journal,
    message: current,
    ...answerable,
    signal: execution.signal,
  });
  return advanceRun(session, { ...dependencies, ...execution });
};

/** Returns the message with the customer's edits; it is read again only if something has happened since it arrived. */
const asEdited = async (
  { messages }: RunDependencies['documents'],
  message: Message,
  { updatedAt }: Conversation,
): Promise<Message> => (updatedAt > message.createdAt ? ((await messages.get(message.id)) ?? message) : message);

/**
 * Continues a run that waited: a person has decided or wants it stopped. A follow-up's run continues when the follow-up
 * is due.
 */
export const resumeRun = async (
  dependencies: RunDependencies,
  runId: string,
  execution: Execution,
): Promise<Run | undefined> => {
  const run = await dependencies.documents.runs.get(runId);
  if (!run || isOver(run) || run.followUpId !== undefined) return run;
  const { documents } = dependencies;
  const message = await documents.messages.get(run.messageId);
  if (message && run.id === runIdOf(message.id)) return executeRun(dependencies, message, execution);
  const conversation = message && (await documents.conversations.get(message.conversationId));
  return conversation ? advance(dependencies, { fresh: run, message, conversation }, execution) : run;
};

/**
 * Answers the message that was unanswered when a person handed the conversation back. The run's id is derived from that
 * act, so that repeating it after a crash continues the same run. Returns undefined when there is nothing left to
 * answer.
 */
export const executeHandedBack = async (
  dependencies: RunDependencies,
  conversationId: string,
  execution: Execution,
): Promise<Run | undefined> => {
  const { documents, clock } = dependencies;
  const conversation = await documents.conversations.get(conversationId);
  const handedBack = conversation && handedBackIn(conversation);
  if (!handedBack) return undefined;
  const { messageId, at } = handedBack;
  const message = await documents.messages.get(messageId);
  // The message id comes from a device, so it must be verified to belong to this conversation.
  const id = handedBackRunIdOf(messageId, at);
  if (message?.conversationId !== conversationId || !isForTeam(message) || (await isAnswered(documents, message, id))) {
    await documents.conversations.update(conversationId, (current) => withoutHandedBack(current, at));
    return undefined;
  }
  // A run that waits for a decision continues once that is made; if it then says nothing, this is called again.
  const others = await findRunsAbout(documents, message);
  if (others.some((run) => run.id !== id && !isOver(run))) return undefined;
  const now = clock();
  const fresh: Run = { ...newRun(message), id, createdAt: now, updatedAt: now };
  return advance(dependencies, { fresh, message, conversation }, execution);
};

/** The number of replies that may have been written since then. */
const REPLIES_SINCE = 50;

/**
 * Whether somebody other than this run has answered: a device that was offline hands back late what others have
 * answered in the meantime.
 */
const isAnswered = async (
  { messages }: RunDependencies['documents'],
  { id, conversationId, createdAt }: Message,
  runId: string,
): Promise<boolean> => {
  const query = { index: ['conversationId', 'createdAt'], equals: [conversationId], descending: true };
  const { items } = await messages.find({ ...query, limit: REPLIES_SINCE });
  return items.some(
    (reply) =>
      reply.direction === 'outbound' &&
      reply.createdAt > createdAt &&
      reply.runId !== runId &&
      messageOfNotice(reply.id) === undefined &&
      (reply.author.kind === 'person' || reply.inReplyTo === id),
  );
};

/** Clears the hand-back, unless the conversation was handed back again. */
const withoutHandedBack = (conversation: Conversation, at: number): Conversation => {
  const { handedBack, ...rest } = conversation;
  return handedBack?.at === at ? rest : conversation;
};

type Begun = Pick<RunSession, 'message' | 'conversation'> & { readonly fresh: Run };

/** Runs from the start or from the last recorded step. */
const advance = async (
  dependencies: RunDependencies,
  { fresh, ...about }: Begun,
  execution: Execution,
): Promise<Run> => {
  const journal = await openJournal(dependencies.documents, fresh, dependencies.clock);
  if (isOver(journal.run())) return journal.run();
  const session = await openSession(dependencies, { journal, ...about, signal: execution.signal });
  return advanceRun(session, { ...dependencies, ...execution });
};

/**
 * Writes to a customer who has not answered, from the start or from the last recorded step. Throws like `executeRun`.
 */
export const executeFollowUp = async (
  dependencies: RunDependencies,
  { id, followUp }: Pick<Work, 'id' | 'followUp'>,
  execution: Execution,
): Promise<Run | undefined> => {
  const { documents, clock } = dependencies;
  const message = followUp && (await documents.messages.get(followUp.messageId));
  const conversation = message && (await documents.conversations.get(message.conversationId));
  if (!conversation) return undefined;
  const now = clock();
  const fresh: Run = { ...newRun(message), id: runIdOf(id), followUpId: id, createdAt: now, updatedAt: now };
  return advance(dependencies, { fresh, message, conversation }, execution);
};

const isOver = ({ state }: Run): boolean => state === 'done' || state === 'failed';

/** The number of runs that may be active or have ended since the message arrived. */
const LOOK_BACK = 10;

/** Finds the message's own run, or an active one that included it. */
const findRunAbout = async ({ documents }: RunDependencies, message: Message): Promise<Run | undefined> =>
  (await documents.runs.get(runIdOf(message.id))) ?? (await findRunsAbout(documents, message))[0];

/** Returns those of the conversation's latest runs that handle the message, latest first. */
const findRunsAbout = async (
  { runs }: Pick<RunDependencies['documents'], 'runs'>,
  { id, conversationId }: Message,
): Promise<readonly Run[]> => {
  const index = ['conversationId', 'updatedAt'];
  const { items } = await runs.find({ index, equals: [conversationId], descending: true, limit: LOOK_BACK });
  return items.filter((run) => run.followUpId === undefined && isAbout(run, id));
};

/**
 * Waits for a pause, because people split one thought into several messages, which should get one answer. Returns the
 * conversation as it is then.
 */
const waitForRest = async (
  { documents, clock, nudges, burst }: RunDependencies,
  { message, conversation }: Pick<RunSession, 'message' | 'conversation'>,
  { signal }: Execution,
): Promise<Conversation> => {
  let current = conversation;
  if (!burst) return current;
  // A time in the future comes from another clock and must not prolong the wait.
  const begunAt = Math.min(message.createdAt, clock());
  let last = { id: message.id, at: begunAt };
  for (;;) {
    const ms = Math.min(last.at + burst.quietMs, begunAt + burst.maxMs) - clock();
    if (ms <= 0 || signal.aborted) return current;
    const woken = new AbortController();
    const unsubscribe = nudges?.subscribe(message.conversationId, () => woken.abort());
    await pause(ms, AbortSignal.any([signal, woken.signal]));
    unsubscribe?.();
    current = (await documents.conversations.get(message.conversationId)) ?? current;
    const { id, at } = current.lastMessage;
    if (id !== last.id) last = { id, at: Math.min(at, clock()) };
  }
};

type Opening = Pick<RunSession, 'journal' | 'message' | 'conversation' | 'handedBack' | 'signal'>;

const openSession = async (dependencies: RunDependencies, opening: Opening): Promise<RunSession> => {
  const { documents, search, model, clock, calendar = clock, usage } = dependencies;
  const { limits = defaultLimits, timeZone = defaultTimeZone } = dependencies;
  const [style, teamAgents] = await Promise.all([
    readReplyStyle(documents),
    readTeamAgents(documents, dependencies.agents ?? agents),
  ]);
  const own = agentsFor(opening.conversation, {
    agents: teamAgents,
    tools: dependencies.tools ?? tools,
  });
  const run = opening.journal.run();
  const spent = (await usage?.spentBeside(run, clock())) ?? { conversation: nothingSpent, team: nothingSpent };
  return {
    documents,
    search,
    model,
    clock,
    calendar,
    tools: own.tools,
    fallback: createNoModelProvider(),
    timeZone,
    style,
    words: () => wordsOf({ style, at: calendar() }),
    lastRuns: recallRuns({ documents, ...opening }),
    talk: recallMessages(documents, run.conversationId),
    context: () => ({
      agents: own.agents,
      needsApproval: approvalsBy(own.tools),
      limits,
      spent,
      now: clock(),
    }),
    ...opening,
  };
};
