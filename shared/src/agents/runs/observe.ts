import { Failure } from '../../contracts/errors.ts';
import { isSameTalk } from '../../conversations/audience.ts';
import { workIdOf } from '../../conversations/ids.ts';
import type { Conversation } from '../../entities/conversation.ts';
import type { Message } from '../../entities/message.ts';
import type { Step } from '../../entities/run.ts';
import { eachPage } from '../../ports/each-page.ts';
import {
  closingReplyOf,
  editsOf,
  hasEvent,
  isAbout,
  laterMessagesOf,
  routeOf,
  SUPERVISOR,
  takesMessages,
  toolInputOf,
} from './run-steps.ts';
import { type RunSession, stepError } from './session.ts';

/** The number of messages read at a time, newest first; more are seldom written during a run. */
const LOOK_BACK = 3;

/**
 * Returns a function that records as events what happened since the last call: further messages of the customer, a
 * take-over by a person, decisions about calls. `nextStep` considers only what is recorded. The first call uses the
 * conversation with which the session was opened.
 */
export const createLookout = (session: RunSession): (() => Promise<void>) => {
  const { journal, documents, message, talk } = session;
  let isFirst = true;
  /** The last message of the conversation up to which everything is known. */
  let heard = message.id;

  const observeMessages = async (lastId: string): Promise<void> => {
    if (journal.run().followUpId !== undefined || lastId === heard) return;
    talk.forget();
    heard = lastId;
    if (!takesMessages(journal.run())) return;
    const later = await readLater(session);
    // The reply may have begun while we were reading.
    if (!takesMessages(journal.run())) return;
    for (const { id, createdAt } of later) addEvent(session, 'message', { messageId: id, createdAt });
  };

  /** The `updatedAt` of the conversation up to which its changes are known. */
  let changedAt = session.conversation.updatedAt;

  /** An edited text counts as a new message, so that an answer to the old one is not given. */
  const observeEdits = async ({ updatedAt }: Conversation): Promise<void> => {
    if (updatedAt <= changedAt) return;
    changedAt = updatedAt;
    if (!takesMessages(journal.run())) return;
    talk.forget();
    const said = (await talk.latest()).filter(({ id }) => isAbout(journal.run(), id));
    if (!takesMessages(journal.run())) return;
    for (const one of said.filter((each) => isUnknownChange(session, each))) {
      addEvent(session, 'message', { messageId: one.id, createdAt: one.createdAt, editedAt: changedAtOf(one) ?? 0 });
    }
    observeDeletion(session, said);
  };

  return async () => {
    const run = journal.run();
    if (run.followUpId !== undefined) await observeAnswer(session, run.followUpId);
    const [conversation, cancelledBy] = await Promise.all([
      isFirst ? session.conversation : documents.conversations.get(message.conversationId),
      isFirst ? undefined : readCancel(session),
      observeApprovals(session),
    ]);
    isFirst = false;
    observeCancel(session, cancelledBy);
    if (journal.run().followUpId === undefined) observeDeletion(session, [message]);
    if (!conversation) return;
    observeTakeOver(session, conversation);
    await observeMessages(conversation.lastMessage.id);
    await observeEdits(conversation);
  };
};

/** When the customer last edited the message; deleting it resets this. */
const changedAtOf = ({ edited, removed }: Message): number | undefined => removed?.at ?? edited?.at;

/** Whether it was edited after the run took it into account. */
const isUnknownChange = ({ journal, message }: RunSession, said: Message): boolean => {
  const at = changedAtOf(said);
  if (at === undefined || (said.id === message.id && changedAtOf(message) === at)) return false;
  return !editsOf(journal.run()).some((known) => known.messageId === said.id && known.editedAt >= at);
};

/** A run has nothing left to answer when its customer has deleted all of its messages. `said` holds those that were read. */
const observeDeletion = (session: RunSession, said: readonly Message[]): void => {
  const run = session.journal.run();
  const deleted = new Set(said.flatMap(({ id, removed: gone }) => (gone ? id : [])));
  const ids = [run.messageId, ...laterMessagesOf(run).map(({ messageId }) => messageId)];
  if (hasEvent(run, 'cancelled') || !ids.every((id) => deleted.has(id))) return;
  addEvent(session, 'cancelled', { by: run.messageId });
};

/** Returns the customer's messages after the first one that the run does not know, oldest first. */
const readLater = async ({ documents, journal, message }: RunSession): Promise<readonly Message[]> => {
  const isNew = (later: Message): boolean =>
    later.direction === 'inbound' && isSameTalk(message, later) && !isAbout(journal.run(), later.id);
  const query = {
    index: ['conversationId', 'createdAt'],
    equals: [message.conversationId],
    descending: true,
    limit: LOOK_BACK,
  };
  const later: Message[] = [];
  for await (const page of eachPage(documents.messages, query)) {
    const behind = page.filter(({ createdAt }) => createdAt > message.createdAt);
    later.push(...behind.filter(isNew));
    if (behind.length < page.length) break;
  }
  return later.toReversed();
};

const addEvent = ({ journal, clock }: RunSession, name: 'message' | 'taken-over' | 'cancelled', input: Step['input']) =>
  journal.add({ agent: SUPERVISOR, kind: 'event', name, state: 'done', input, endedAt: clock() });

/** A follow-up does not answer what the customer writes now: it is canceled, as if by a person. */
const observeAnswer = async (session: RunSession, followUpId: string): Promise<void> => {
  const { journal, documents } = session;
  const isOver = () => hasEvent(journal.run(), 'cancelled') || closingReplyOf(journal.run()) !== undefined;
  if (isOver()) return;
  const [work, [answer]] = await Promise.all([documents.work.get(followUpId), readLater(session)]);
  const by = answer?.id ?? (work?.state === 'open' ? undefined : followUpId);
  if (by !== undefined && !isOver()) addEvent(session, 'cancelled', { by });
};

/** Reads a cancellation that an authorized person requested in the run itself. */
const readCancel = async ({ journal, documents }: RunSession): Promise<string | undefined> => {
  if (journal.cancelledBy() !== undefined || hasEvent(journal.run(), 'cancelled')) return undefined;
  return (await documents.runs.get(journal.run().id))?.cancelledBy;
};

const observeCancel = (session: RunSession, found: string | undefined): void => {
  const { journal } = session;
  const by = journal.cancelledBy() ?? found;
  if (by !== undefined && !hasEvent(journal.run(), 'cancelled')) addEvent(session, 'cancelled', { by });
};

/** A person has the conversation, and not because this run called them. */
const observeTakeOver = (session: RunSession, { mode, handover }: Conversation): void => {
  const run = session.journal.run();
  if (routeOf(run)?.mode === 'human' || hasEvent(run, 'taken-over')) return;
  if (mode === 'human' && handover?.runId !== run.id) addEvent(session, 'taken-over', {});
};

const observeApprovals = async ({ journal, documents, clock }: RunSession): Promise<void> => {
  const waiting = journal.run().steps.filter(({ state }) => state === 'waiting');
  for (const step of waiting) {
    const decided = await documents.work.get(workIdOf(journal.run().id, step.index));
    const { state, approval } = decided ?? {};
    if (!approval || state === undefined || state === 'open') continue;
    const { decidedBy = '', decidedAt = clock(), changed, reason } = approval;
    if (state === 'approved') {
      const input = toolInputOf(step);
      const consent = { by: decidedBy, at: decidedAt, heardAt: clock(), changed: changed !== undefined };
      journal.settle({
        ...step,
        state: 'approved',
        input: { ...input, arguments: changed ?? input.arguments, approval: consent },
      });
      continue;
    }
    const told = reason ? `A person refused it: ${reason}` : 'A person refused it.';
    const error = stepError(new Failure('tool.refused', told, 'Do without it.'), 'tool.refused');
    journal.settle({ ...step, state: 'failed', error, endedAt: clock() });
  }
};
