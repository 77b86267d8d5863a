import { isGroup } from '../../conversations/audience.ts';
import { decideFollowUp, type FollowUpCase, type FollowUpDecision } from '../../conversations/follow-ups/follow-up.ts';
import { type Sequence, silence } from '../../conversations/follow-ups/follow-up-sequence.ts';
import { defaultTimeZone, REMEMBERED_FOLLOW_UPS } from '../../conversations/follow-ups/follow-up-times.ts';
import { isOptedOut, noteConsent } from '../../conversations/follow-ups/opt-out.ts';
import { followUpIdOf, followUpOf, replyIdOf, runIdOf } from '../../conversations/ids.ts';
import type { Contact } from '../../entities/contact.ts';
import type { Conversation } from '../../entities/conversation.ts';
import { isAccepted, type Message } from '../../entities/message.ts';
import type { Run } from '../../entities/run.ts';
import type { Work } from '../../entities/work.ts';
import type { FollowUpEnd } from '../../entities/work-kinds/follow-up.ts';
import { documentsAs } from '../../ports/team-documents.ts';
import { nurturing } from '../built-in/nurturing.ts';
import { agents } from '../registry.ts';
import { type Execution, executeFollowUp } from '../runs/execute-run.ts';
import type { RunDependencies } from '../runs/session.ts';
import { readTeamAgents } from '../team/team-agents.ts';
import { closed, type FollowUpWay, followUpWay, writeTemplate } from './follow-up-template.ts';

const HOUR = 3_600_000;
const LOOK_BACK = 50;
const MAX_CONVERSATIONS = 100;
const BY = `agent:${nurturing.name}`;

/** Messages to customers who do not answer. Every operation may be repeated, even concurrently by several processes. */
export type FollowUps = {
  /** The team's message reached the customer at `sentAt`: plans a follow-up if one is due later. */
  plan(message: Message, sentAt: number): Promise<void>;
  /** The follow-up is due: sends it, ends it, or postpones it. */
  fire(workId: string, execution: Execution): Promise<void>;
  /** The customer wrote: ends the follow-ups that waited for that, and records an opt-out or opt-in in the message. */
  heed(message: Message, conversation: Conversation): Promise<void>;
  /** Ends a follow-up that cannot be carried out. */
  giveUp(workId: string): Promise<void>;
};

/** Creates the follow-ups of one team. */
export const createFollowUps = (dependencies: RunDependencies): FollowUps => ({
  plan: (message, sentAt) => planFollowUp(dependencies, message, sentAt),
  fire: (workId, execution) => fireFollowUp(dependencies, workId, execution),
  heed: (message, conversation) => heedMessage(dependencies, message, conversation),
  giveUp: (workId) => endFollowUp(dependencies, workId, 'failed'),
});

const sequenceOf = ({ sequence = silence }: RunDependencies): Sequence => sequence;

const planFollowUp = async (dependencies: RunDependencies, message: Message, sentAt: number): Promise<void> => {
  const { documents, clock } = dependencies;
  const { name, steps } = sequenceOf(dependencies);
  const longestMs = Math.max(...steps.map(({ afterMs }) => afterMs));
  // Messages sent long ago, before follow-ups were enabled, are ignored.
  if (!endsTurn(message) || sentAt + longestMs <= clock()) return;
  const step = await stepBehind(dependencies, message);
  const id = followUpIdOf(name, step, message.id);
  const afterMs = steps[step]?.afterMs;
  if (afterMs === undefined || sentAt + afterMs <= clock()) return;
  const work = {
    id,
    dueAt: sentAt + afterMs,
    createdAt: sentAt,
    followUp: { sequence: name, step, messageId: message.id },
  };
  const found = await readCase(dependencies, work, message.conversationId, message);
  const decision = decideFollowUp({ ...found, ...momentOf(dependencies) });
  const { conversation, lead, contact } = found;
  if (decision.kind === 'end' || !conversation) return;
  await documentsAs(documents, BY).work.insertOnce({
    ...work,
    kind: 'follow-up',
    state: 'open',
    title: lead?.title || contact?.name || '',
    conversationId: conversation.id,
    contactId: conversation.contactId,
    leadId: conversation.leadId,
    createdBy: BY,
    dueAt: decision.kind === 'later' ? decision.at : work.dueAt,
    updatedAt: sentAt,
  });
};

/** Whether the customer is expected to reply to the message. A waiting notice only announces more. */
const endsTurn = ({ direction, delivery, demo, runId, id }: Message): boolean =>
  direction === 'outbound' && isAccepted(delivery) && !demo && (runId === undefined || id === replyIdOf(runId));

const stepBehind = async ({ documents }: RunDependencies, { runId }: Message): Promise<number> => {
  const before = runId === undefined ? undefined : followUpOf(runId);
  const followUp = before === undefined ? undefined : (await documents.work.get(before))?.followUp;
  return followUp ? followUp.step + 1 : 0;
};

/** The current time by `clock` and by the calendar. */
const momentOf = ({ clock, calendar }: RunDependencies): Pick<FollowUpCase, 'now' | 'calendar'> => {
  const now = clock();
  return { now, calendar: calendar?.() ?? now };
};

type Case = Omit<FollowUpCase, 'now' | 'calendar'> & { readonly conversation: Conversation | undefined };
type Asked = Pick<Work, 'id' | 'dueAt' | 'createdAt' | 'followUp'>;

/** `unanswered` is the message that `work` follows up; it is read if not given. */
const readCase = async (dependencies: RunDependencies, work: Asked, conversationId: string, unanswered?: Message) => {
  const { documents, timeZone = defaultTimeZone } = dependencies;
  const conversation = await documents.conversations.get(conversationId);
  const [contact, lead, followedUp, messages, team] = await Promise.all([
    conversation && documents.contacts.get(conversation.contactId),
    conversation && documents.leads.get(conversation.leadId),
    unanswered ?? (work.followUp && documents.messages.get(work.followUp.messageId)),
    readLatest(dependencies, conversationId),
    readTeamAgents(documents, dependencies.agents ?? agents),
  ]);
  const isOn = Object.values(team).some(({ followsUp }) => followsUp);
  const sequence = isOn ? sequenceOf(dependencies) : undefined;
  const way = conversation ? await followUpWay(dependencies, conversation, contact) : closed;
  const isClosed = way.kind === 'closed';
  const facts = { work, conversation, contact, lead, unanswered: followedUp, messages, sequence, timeZone, isClosed };
  return { ...facts, way } satisfies Case & { readonly way: FollowUpWay };
};

const readLatest = async ({ documents }: RunDependencies, conversationId: string): Promise<readonly Message[]> => {
  const page = await documents.messages.find({
    index: ['conversationId', 'createdAt'],
    equals: [conversationId],
    descending: true,
    limit: LOOK_BACK,
  });
  return page.items;
};

const fireFollowUp = async (dependencies: RunDependencies, workId: string, execution: Execution): Promise<void> => {
  const { documents, clock } = dependencies;
  const work = await documents.work.get(workId);
  if (work?.kind !== 'follow-up') return;
  if (work.state !== 'open') return finishRun(dependencies, work, execution);
  const decision = await claim(dependencies, work);
  if (decision.kind === 'later') return postpone(dependencies, workId, decision.at);
  if (decision.kind === 'end') {
    await endFollowUp(dependencies, workId, decision.reason);
    return finishRun(dependencies, work, execution);
  }
  const way = decision.way;
  const run =
    way.kind === 'template'
      ? await writeTemplate(dependencies, work, way.reply)
      : await executeFollowUp(dependencies, work, execution);
  if (run?.state === 'waiting') return postpone(dependencies, workId, clock() + HOUR);
  await endFollowUp(dependencies, workId, await reasonOf(dependencies, work, run));
};

/** Completes a run that has begun, whatever its outcome is now. */
const finishRun = async (dependencies: RunDependencies, work: Work, execution: Execution): Promise<void> => {
  const run = await dependencies.documents.runs.get(runIdOf(work.id));
  if (run?.state === 'running' || run?.state === 'waiting') await executeFollowUp(dependencies, work, execution);
};

type Claimed = Exclude<FollowUpDecision, { kind: 'send' }> | { readonly kind: 'send'; readonly way: FollowUpWay };

/**
 * Decides whether the follow-up is sent and records it on the contact in one write: the contact's document is what
 * prevents two conversations from writing to one customer at the same time.
 */
const claim = async (dependencies: RunDependencies, work: Work): Promise<Claimed> => {
  const { documents } = dependencies;
  const found = await readCase(dependencies, work, work.conversationId ?? '');
  let decision = decideFollowUp({ ...found, ...momentOf(dependencies) });
  if (decision.kind !== 'send') return decision;
  if (!found.contact) return { ...decision, way: found.way };
  const claimed = await documents.contacts.update(found.contact.id, (contact) => {
    const moment = momentOf(dependencies);
    decision = decideFollowUp({ ...found, contact, ...moment });
    return decision.kind === 'send' ? withFollowUp(contact, work.id, moment.now) : contact;
  });
  if (!claimed) return { kind: 'end', reason: 'closed' };
  return decision.kind === 'send' ? { ...decision, way: found.way } : decision;
};

const withFollowUp = (contact: Contact, id: string, at: number): Contact => {
  const others = (contact.followUps ?? []).filter((one) => one.id !== id);
  const newest = [...others, { id, at }].toSorted((a, b) => b.at - a.at).slice(0, REMEMBERED_FOLLOW_UPS);
  return { ...contact, followUps: newest };
};

/** Derives from the run why the follow-up ended. */
const reasonOf = async (dependencies: RunDependencies, work: Work, run: Run | undefined): Promise<FollowUpEnd> => {
  if (run?.outcome === 'replied') return 'sent';
  if (run?.outcome === 'drafted') return 'with-person';
  const found = await readCase(dependencies, work, work.conversationId ?? '');
  const decision = decideFollowUp({ ...found, ...momentOf(dependencies) });
  return decision.kind === 'end' ? decision.reason : 'failed';
};

const postpone = async ({ documents, clock }: RunDependencies, workId: string, dueAt: number): Promise<void> => {
  await documentsAs(documents, BY).work.update(workId, (work) =>
    work.state === 'open' ? { ...work, dueAt, updatedAt: clock() } : work,
  );
};

const endFollowUp = async (
  { documents, clock }: RunDependencies,
  known: string | Work,
  ended: FollowUpEnd,
): Promise<void> => {
  if (typeof known !== 'string' && known.state !== 'open') return;
  await documentsAs(documents, BY).work.update(known, (work) => {
    if (work.state !== 'open' || !work.followUp) return work;
    const state = ended === 'sent' ? 'done' : 'cancelled';
    return { ...work, state, followUp: { ...work.followUp, ended }, updatedAt: clock() };
  });
};

const heedMessage = async (
  dependencies: RunDependencies,
  message: Message,
  conversation: Conversation,
): Promise<void> => {
  const { documents } = dependencies;
  if (isGroup(conversation)) return endOpen(dependencies, conversation.id, Number.POSITIVE_INFINITY, 'closed');
  const contact = await noteConsent(documents, message, conversation.contactId);
  // In a conversation that this message opened, the team has not written anything yet.
  if (conversation.createdAt < message.createdAt) {
    await endOpen(dependencies, conversation.id, message.createdAt, 'answered');
  }
  if (contact?.optedOutAt !== message.createdAt || !isOptedOut(contact)) return;
  const page = await documents.conversations.find({
    index: ['contactId', 'recency'],
    equals: [contact.id],
    limit: MAX_CONVERSATIONS,
  });
  for (const { id } of page.items) await endOpen(dependencies, id, Number.POSITIVE_INFINITY, 'opted-out');
};

/** Ends the open follow-ups of the team's last messages before `until`. One that is missed here ends when it is due. */
const endOpen = async (
  dependencies: RunDependencies,
  conversationId: string,
  until: number,
  reason: FollowUpEnd,
): Promise<void> => {
  const { name, steps } = sequenceOf(dependencies);
  const before = (await readLatest(dependencies, conversationId)).filter(({ createdAt }) => createdAt < until);
  const answered = before.findIndex(({ direction }) => direction === 'inbound');
  const open = answered < 0 ? before : before.slice(0, answered);
  const ids = open.flatMap(({ id }) => steps.map((_, step) => followUpIdOf(name, step, id)));
  if (ids.length === 0) return;
  const { work } = documentsAs(dependencies.documents, BY);
  for (const known of await work.getMany(ids)) await endFollowUp(dependencies, known, reason);
};
