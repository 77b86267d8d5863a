import type { CollectionName, DocumentOf } from '@inbetwin/shared/entities/registry.ts';
import type { Caller } from '../accounts/access-token.ts';

/** What a rule may ask: who writes, and whether a document that is referred to exists in the caller's team. */
export type WriteContext = {
  readonly caller: Caller;
  exists(collection: CollectionName, id: string): Promise<boolean>;
};

/** What a person's device may do to one collection, beyond the right to write it at all. */
export type WriteRule<T> = {
  /** Answers why not, or undefined. */
  readonly create: (document: T, context: WriteContext) => Promise<string | undefined>;
  /** Fields that no device changes once the document exists; `all` of them for an append-only collection. */
  readonly fixed: readonly (keyof T)[] | 'all';
  readonly remove: boolean;
};

const allowed = async (): Promise<undefined> => undefined;
const serverOnly = async (): Promise<string> => 'Only the server makes these.';

/** Append-only from a device: its own person's replies, not sent yet, in a conversation of the team. */
const createMessage: WriteRule<DocumentOf<'messages'>>['create'] = async (message, { caller, exists }) => {
  const { author, delivery } = message;
  if (message.direction !== 'outbound' || author.kind !== 'person') return 'A device writes replies of a person only.';
  if (author.id !== caller.userId) return 'A reply must be signed by the person who sends it.';
  // Another form of id is a channel's or an agent's: taking it would swallow their message.
  if (!message.id.startsWith(`person:${caller.userId}:`)) return `The id must begin with person:${caller.userId}:`;
  if (message.runId !== undefined) return 'A run belongs to an agent.';
  const untouched = delivery.state === 'queued' && delivery.attempts === 0 && delivery.platformIds.length === 0;
  if (!untouched || delivery.reason || delivery.resent)
    return 'A new reply is queued; the server tells how far it came.';
  if (!(await exists('conversations', message.conversationId))) return 'There is no such conversation.';
  return undefined;
};

export const writeRules: { readonly [N in CollectionName]: WriteRule<DocumentOf<N>> } = {
  contacts: { create: allowed, fixed: ['id', 'identities', 'demo', 'createdAt'], remove: true },
  leads: {
    create: allowed,
    fixed: ['id', 'contactId', 'conversationId', 'score', 'scoreReasons', 'demo', 'createdAt'],
    remove: true,
  },
  conversations: {
    create: serverOnly,
    fixed: ['id', 'channel', 'account', 'chatId', 'contactId', 'leadId', 'demo', 'createdAt'],
    remove: false,
  },
  messages: { create: createMessage, fixed: 'all', remove: false },
  twins: { create: allowed, fixed: ['id', 'demo', 'createdAt'], remove: false },
  sources: { create: allowed, fixed: ['id', 'digest', 'size', 'createdAt'], remove: true },
  passages: { create: allowed, fixed: ['id', 'sourceId'], remove: true },
  runs: { create: serverOnly, fixed: 'all', remove: false },
  settings: { create: serverOnly, fixed: 'all', remove: false },
};
