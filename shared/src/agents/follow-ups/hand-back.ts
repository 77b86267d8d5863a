import { applyMessage } from '../../conversations/messages/apply-message.ts';
import type { Conversation } from '../../entities/conversation.ts';
import type { Stamp } from '../../entities/declaring/sync-fields.ts';
import type { Message } from '../../entities/message.ts';
import { ANSWERING_ID } from '../../entities/setting-kinds/answering.ts';
import { SERVER_NODE } from '../../merge/stamp.ts';
import { toldAt } from '../../merge/stamp-order.ts';
import { eachPage } from '../../ports/each-page.ts';
import type { TeamDocuments } from '../../ports/team-documents.ts';
import { SUPERVISOR } from '../runs/run-steps.ts';

type Documents = Pick<TeamDocuments, 'conversations' | 'messages' | 'settings'>;

/** `handedBack`: whether the conversation was handed back for this message, as the run records. */
type Answerable = { readonly conversation: Conversation; readonly handedBack: boolean };

const SIGNATURE = `agent:${SUPERVISOR}`;
const HOUR_MS = 3_600_000;
const PAGE = 20;

/**
 * Returns the conversation for a run that begins with `message`. A conversation that a person has goes back to the
 * agents if, when the customer wrote, no person had written or done anything in it for the time that the team has set.
 * This is an ordinary change with the supervisor as its author. Repeating it after a crash changes nothing and returns
 * the same. If a person writes or acts at the same moment, they keep the conversation.
 */
export const handBackIdle = async (
  documents: Documents,
  message: Message,
  known: Conversation,
): Promise<Answerable> => {
  if (isHandedBack(known)) {
    const isForThis = toldAt(known.edits['/mode']) >= message.createdAt;
    return isForThis ? confirm(documents, message, known) : { conversation: known, handedBack: false };
  }
  const idleMs = known.mode === 'human' ? await readIdleMs(documents) : undefined;
  if (idleMs === undefined) return { conversation: known, handedBack: false };
  const { at, spoken } = await readTalk(documents, message, idleMs);
  const change = (current: Conversation): Conversation =>
    !spoken && isLeft(current, at - idleMs) ? handedBack(current, at) : current;
  const conversation = (await documents.conversations.as(SIGNATURE).update(known.id, change)) ?? known;
  return conversation.mode === 'agent'
    ? confirm(documents, message, conversation)
    : { conversation, handedBack: false };
};

/**
 * A person's message stored between our read and our write was applied to a conversation that was still theirs; it
 * counts now.
 */
const confirm = async (documents: Documents, message: Message, known: Conversation): Promise<Answerable> => {
  const stored = await documents.conversations.get(known.id);
  if (!stored || !isHandedBack(stored)) return { conversation: stored ?? known, handedBack: false };
  const idleMs = await readIdleMs(documents);
  const { spoken } = idleMs === undefined ? {} : await readTalk(documents, message, idleMs);
  if (!spoken) return { conversation: stored, handedBack: true };
  const take = (current: Conversation): Conversation =>
    isHandedBack(current) ? applyMessage(current, spoken) : current;
  return { conversation: (await documents.conversations.update(known.id, take)) ?? stored, handedBack: false };
};

type Edited = Conversation & { readonly edits: { readonly '/mode': Stamp } };

/** The supervisor gives a conversation to the agents in no other case. */
const isHandedBack = (conversation: Conversation): conversation is Edited =>
  conversation.mode === 'agent' && conversation.edits?.['/mode']?.by === SIGNATURE;

const readIdleMs = async ({ settings }: Documents): Promise<number | undefined> => {
  const { handBackHours } = (await settings.get(ANSWERING_ID))?.answering ?? {};
  return handBackHours === undefined ? undefined : handBackHours * HOUR_MS;
};

/** `at`: when the customer last wrote; `spoken`: a person's message in the `idleMs` before that, or later. */
type Talk = { readonly at: number; readonly spoken?: Message | undefined };

const readTalk = async ({ messages }: Documents, message: Message, idleMs: number): Promise<Talk> => {
  const query = {
    index: ['conversationId', 'createdAt'],
    equals: [message.conversationId],
    descending: true,
    limit: PAGE,
  };
  let at: number | undefined;
  for await (const page of eachPage(messages, query)) {
    at ??= page.find(({ direction }) => direction === 'inbound')?.createdAt;
    const since = (at ?? message.createdAt) - idleMs;
    const spoken = page.find(({ author, createdAt }) => author.kind === 'person' && createdAt > since);
    if (spoken) return { at: at ?? message.createdAt, spoken };
    if (page.some(({ createdAt }) => createdAt <= since)) break;
  }
  return { at: at ?? message.createdAt };
};

/**
 * Whether nobody has done anything in the conversation since then, no person took it over, and nobody has to settle a
 * conflict about that.
 */
const isLeft = ({ mode, handover, createdAt, edits = {}, conflicts = [] }: Conversation, since: number): boolean => {
  const acts = Object.entries(edits)
    .flatMap(([path, stamp]) => [stamp, ...(stamp.also ?? [])].map((change) => ({ path, change })))
    .filter(({ path, change }) => path === '/mode' || isPerson(change.by));
  const times = [createdAt, handover?.at ?? 0, ...acts.map(({ change }) => toldAt(change))];
  return mode === 'human' && Math.max(...times) <= since && !conflicts.some(({ path }) => path === '/mode');
};

const isPerson = (by: string): boolean => by !== SERVER_NODE && !by.startsWith('agent:');

/** A hand-over that nobody has dealt with still waits for a person; one that was closed since then does not. */
const handedBack = (conversation: Conversation, at: number): Conversation => {
  const { handover: _, ...rest } = conversation;
  const { '/status': closed, '/handover': handedOver } = conversation.edits ?? {};
  const isClosedSince = closed !== undefined && handedOver !== undefined && toldAt(closed) > toldAt(handedOver);
  const updatedAt = Math.max(conversation.updatedAt, at);
  return { ...(isClosedSince ? rest : conversation), mode: 'agent', updatedAt };
};
