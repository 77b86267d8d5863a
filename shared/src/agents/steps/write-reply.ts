import { noticeIdOf, replyIdOf, suggestionIdOf } from '../../conversations/ids.ts';
import { isReachable } from '../../conversations/reach.ts';
import type { Conversation } from '../../entities/conversation.ts';
import type { Language } from '../../entities/declaring/fields.ts';
import type { Message } from '../../entities/message.ts';
import type { Run, Step } from '../../entities/run.ts';
import { NEVER } from '../../entities/work.ts';
import { guardNames, type Objection } from '../../guardrails/judge-reply.ts';
import { documentsAs } from '../../ports/team-documents.ts';
import type { Phrases } from '../../wording/phrases.ts';
import { followUpChoices } from '../follow-ups/nurturing-words.ts';
import { finalTextOf, laterMessagesOf, routeOf, SUPERVISOR } from '../runs/run-steps.ts';
import type { RunSession } from '../runs/session.ts';
import { withInvitation } from '../team/in-group.ts';
import { type ComposedReply, composeReply } from './compose-reply.ts';
import { judgeText } from './judge-text.ts';
import { isFirstReply, withLine } from './sign-reply.ts';

/**
 * Sends the run's final text or stores it as a suggestion, unless a guard objects: the objection is recorded, and the
 * run continues without the agent's text. From here on the run includes no further messages of the customer.
 */
export const writeReply = async (
  session: RunSession,
  name: 'reply' | 'suggestion',
  answerer: string,
): Promise<void> => {
  const { journal, clock } = session;
  const events = countEvents(journal.run());
  const objection = await objectionTo(session, answerer);
  // Events that arrived while the guards ran may call for another reply, or for none.
  if (countEvents(journal.run()) !== events) return;
  if (objection) {
    journal.add({
      agent: SUPERVISOR,
      kind: 'event',
      name: 'withheld',
      state: 'done',
      input: objection,
      endedAt: clock(),
    });
    return;
  }
  const step = journal.add({
    agent: SUPERVISOR,
    kind: 'reply',
    name,
    state: 'intended',
    input: replyInput(session, answerer),
  });
  await journal.record();
  await finishReply(session, step);
};

/** Returns a guard's objection to the agent's final text. Standard texts of the product are not judged. */
export const objectionTo = async (session: RunSession, answerer: string): Promise<Objection | undefined> =>
  isOwnWord(session, answerer) ? judgeText(session, composed(session, answerer).text) : undefined;

/** Which agent wrote the text, and which guards accepted it. */
export const replyInput = (session: RunSession, answerer: string) =>
  isOwnWord(session, answerer) ? { answerer, judgedBy: [...guardNames] } : { answerer };

const isOwnWord = ({ journal }: RunSession, answerer: string): boolean =>
  finalTextOf(journal.run(), answerer) !== undefined;

const countEvents = ({ steps }: Run): number => steps.filter(({ kind }) => kind === 'event').length;

/** Tells the customer in the middle of a run that a person must decide. */
export const writeNotice = async (session: RunSession, about: Step): Promise<void> => {
  const input = { step: about.index };
  const step = session.journal.add({ agent: SUPERVISOR, kind: 'reply', name: 'notice', state: 'intended', input });
  await session.journal.record();
  await finishReply(session, step);
};

/** Stores the message of a reply step and settles the step. Repeating it after a crash stores nothing twice. */
export const finishReply = async (session: RunSession, step: Step): Promise<void> => {
  const { journal, message, clock } = session;
  const written = await writers[step.name === 'notice' || step.name === 'suggestion' ? step.name : 'reply'](
    session,
    step,
  );
  const output = written ?? { silenced: true, about: message.id };
  journal.settle({ ...step, state: 'done', output, endedAt: clock() });
};

type Written = { readonly messageId: string } | { readonly workId: string };
type Writer = (session: RunSession, step: Step) => Promise<Written | undefined>;

const writers: Readonly<Record<'reply' | 'suggestion' | 'notice', Writer>> = {
  reply: async (session, step) => {
    const agent = answererOf(step);
    const reply = await worded(session, agent);
    const run = session.journal.run();
    const stored = await storeReply(session, { run, agent, reply });
    if (stored) return { messageId: stored.id };
    if (run.followUpId !== undefined) return undefined;
    // A person was faster; they can use what was prepared.
    return finalTextOf(run, agent) === undefined
      ? undefined
      : storeSuggestion(session, agent, withStandardTexts(session, composed(session, agent)));
  },
  suggestion: (session, step) => {
    const agent = answererOf(step);
    return storeSuggestion(session, agent, withStandardTexts(session, composed(session, agent)));
  },
  notice: async (session, step) => {
    const run = session.journal.run();
    const reply = { text: sayIn(session).waiting, citations: [] };
    const id = noticeIdOf(run.id, step.index);
    const stored = await storeReply(session, { run, agent: SUPERVISOR, reply, id });
    return stored && { messageId: stored.id };
  },
};

const answererOf = ({ input }: Step): string => {
  const { answerer } = input as { answerer?: unknown };
  return typeof answerer === 'string' ? answerer : '';
};

const composed = (session: RunSession, agent: string): ComposedReply => {
  const { journal, fallback } = session;
  const run = journal.run();
  return composeReply(run, { agent, say: sayIn(session), quotingModel: fallback.name });
};

/** The reply as it is sent, with the team's signature if it is the first one. */
const worded = async (session: RunSession, agent: string): Promise<ComposedReply> => {
  const { journal, talk, clock } = session;
  const say = sayIn(session);
  const { id: runId, followUpId } = journal.run();
  const latest = await talk.latest();
  const reply = withoutRepeating(composed(session, agent), { latest, runId, say });
  const signs =
    say.signature !== undefined && (followUpId !== undefined || isFirstReply({ latest, runId, now: clock() }));
  return withStandardTexts(session, signs ? { ...reply, text: withLine(reply.text, say.signature ?? '') } : reply);
};

type Before = { readonly latest: readonly Message[]; readonly runId: string; readonly say: Phrases };

/** A customer who sends several files hears only once that they were passed on, and then that another one was added. */
const withoutRepeating = (reply: ComposedReply, { latest, runId, say }: Before): ComposedReply => {
  if (reply.text !== say.received) return reply;
  const last = latest.find((message) => message.direction === 'outbound' && message.runId !== runId)?.text ?? '';
  const isRepeated = [say.received, say.addedWords].some((text) => last.startsWith(text));
  return isRepeated ? { ...reply, text: say.addedWords } : reply;
};

/** Adds the product's standard texts, which no guard has to judge. */
const withStandardTexts = (session: RunSession, reply: ComposedReply): ComposedReply => {
  const { journal, message } = session;
  const say = sayIn(session);
  const isFollowUp = journal.run().followUpId !== undefined;
  if (!isFollowUp) return { ...reply, text: withInvitation(reply.text, message, say) };
  return { ...reply, text: withLine(reply.text, say.wayOut), choices: followUpChoices[languageOf(session)] };
};

const sayIn = (session: RunSession): Phrases => session.words()(languageOf(session));

const languageOf = ({ journal, conversation }: RunSession): Language =>
  routeOf(journal.run())?.language ?? conversation.language;

const storeSuggestion = async (
  { documents, journal, conversation, clock }: RunSession,
  agent: string,
  { text, citations }: ComposedReply,
): Promise<Written> => {
  const { id: runId, conversationId } = journal.run();
  const now = clock();
  const { document } = await documentsAs(documents, `agent:${agent}`).work.insertOnce({
    id: suggestionIdOf(runId),
    kind: 'suggestion',
    state: 'open',
    title: '',
    conversationId,
    contactId: conversation.contactId,
    leadId: conversation.leadId,
    createdBy: `agent:${agent}`,
    dueAt: NEVER,
    suggestion: { runId, text, citations: [...citations] },
    createdAt: now,
    updatedAt: now,
  });
  return { workId: document.id };
};

type Said = { readonly run: Run; readonly agent: string; readonly reply: ComposedReply; readonly id?: string };

/**
 * Returns undefined when a person has the conversation or the chat does not accept our messages. The id is derived from the run, so a retry
 * stores nothing new.
 */
export const storeReply = async (
  { documents, message, clock }: Pick<RunSession, 'documents' | 'message' | 'clock'>,
  { run, agent, reply, id = replyIdOf(run.id) }: Said,
): Promise<Message | undefined> => {
  const conversation = await documents.conversations.get(message.conversationId);
  if (!conversation || isWithPerson(conversation, run) || !isReachable(conversation)) return documents.messages.get(id);
  if (run.followUpId !== undefined) {
    const work = await documents.work.get(run.followUpId);
    if (work?.state !== 'open' || isAnswered(conversation, message)) return documents.messages.get(id);
  }
  const now = clock();
  const { document } = await documents.messages.insertOnce({
    id,
    conversationId: message.conversationId,
    direction: 'outbound',
    author: { kind: 'agent', id: agent },
    text: reply.text,
    citations: [...reply.citations],
    ...(reply.choices && { choices: [...reply.choices] }),
    ...(reply.template && { template: reply.template }),
    delivery: { state: 'queued', attempts: 0, platformIds: [] },
    ...(run.followUpId === undefined && { inReplyTo: laterMessagesOf(run).at(-1)?.messageId ?? message.id }),
    runId: run.id,
    sentAt: now,
    createdAt: now,
  });
  return document;
};

/** Whether somebody other than the agent answers, and not because this run called for them. */
const isWithPerson = ({ mode, handover }: Conversation, run: Run): boolean =>
  mode !== 'agent' && handover?.runId !== run.id;

/** Whether the customer was faster than the follow-up. */
const isAnswered = ({ lastMessage }: Conversation, { createdAt }: Message): boolean =>
  lastMessage.direction === 'inbound' && lastMessage.at >= createdAt;
