import { replyIdOf } from '../conversations/ids.ts';
import type { Conversation } from '../entities/conversation.ts';
import type { Language } from '../entities/fields.ts';
import type { Message } from '../entities/message.ts';
import type { Run, Step } from '../entities/run.ts';
import { type ComposedReply, composeReply } from './compose-reply.ts';
import { routeOf } from './run.ts';
import type { RunSession } from './session.ts';

/** The one reply of the run, unless a person has taken the conversation over meanwhile. */
export const writeReply = async (session: RunSession, resumed?: Step): Promise<void> => {
  const { journal, agents, fallback, message } = session;
  const agent = routeOf(journal.run())?.agents.find((name) => agents[name]?.answers) ?? '';
  const step =
    resumed ?? journal.add({ agent: 'supervisor', kind: 'reply', name: 'reply', state: 'intended', input: {} });
  await journal.record();
  const language = languageOf(journal.run(), session);
  const reply = composeReply(journal.run(), { agent, language, quotingModel: fallback.name });
  const written = await storeReply(session, { run: journal.run(), agent, reply });
  const output = written ? { messageId: written.id } : { silenced: true, about: message.id };
  journal.settle({ ...step, state: 'done', output, endedAt: session.clock() });
};

const languageOf = (run: Run, { conversation }: Pick<RunSession, 'conversation'>): Language =>
  routeOf(run)?.language ?? conversation.language;

type Written = { readonly run: Run; readonly agent: string; readonly reply: ComposedReply };

/** Undefined when a person has the conversation. The id is the run's, so a second try stores nothing new. */
export const storeReply = async (
  { documents, message, clock }: Pick<RunSession, 'documents' | 'message' | 'clock'>,
  { run, agent, reply }: Written,
): Promise<Message | undefined> => {
  const conversation = await documents.conversations.get(message.conversationId);
  if (!conversation || isWithPerson(conversation, message)) return undefined;
  const now = clock();
  const { document } = await documents.messages.insertOnce({
    id: replyIdOf(run.id),
    conversationId: message.conversationId,
    direction: 'outbound',
    author: { kind: 'agent', id: agent },
    text: reply.text,
    citations: [...reply.citations],
    delivery: { state: 'queued', attempts: 0, platformIds: [] },
    inReplyTo: message.id,
    runId: run.id,
    sentAt: now,
    createdAt: now,
  });
  return document;
};

/** Somebody other than the agent answers, and it is not this very message that made the agent call for them. */
const isWithPerson = ({ mode, handover }: Conversation, message: Message): boolean =>
  mode !== 'agent' && handover?.at !== message.createdAt;
