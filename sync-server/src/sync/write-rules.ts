import { newestFirst } from '@inbetwin/shared/entities/fields.ts';
import type { Mark } from '@inbetwin/shared/entities/judgement.ts';
import type { CollectionName, DocumentOf } from '@inbetwin/shared/entities/registry.ts';
import type { Fact, Twin } from '@inbetwin/shared/entities/twin.ts';
import { sourceIdOf } from '@inbetwin/shared/knowledge/prepare-import.ts';
import { judgementIdOf } from '@inbetwin/shared/search/evaluation/judgement-id.ts';
import type { Caller } from '../accounts/access-token.ts';
import { isSameJson } from './same-json.ts';

/** What a rule may ask: who writes, and whether a document that is referred to exists in the caller's team. */
export type WriteContext = {
  readonly caller: Caller;
  exists(collection: CollectionName, id: string): Promise<boolean>;
};

/** What a person's device may do to one collection, beyond the right to write it at all. Answers say why not. */
export type WriteRule<T> = {
  readonly create: (document: T, context: WriteContext) => Promise<string | undefined>;
  /** An edit brings back, as it was, a document that was deleted meanwhile; elsewhere it is judged like a new one. */
  readonly revive?: true;
  /** Fields that no device changes once the document exists; `all` of them for an append-only collection. */
  readonly fixed: readonly (keyof T)[] | 'all';
  readonly change?: (next: T, present: T, context: WriteContext) => string | undefined;
  readonly remove: (present: T) => string | undefined;
  /** What is stored: a device's word does not count for fields that the server fills. `now` rises strictly. */
  readonly settle?: (next: T, present: T | undefined, now: number) => T;
};

type RuleOf<N extends CollectionName> = WriteRule<DocumentOf<N>>;

const serverMakes = async (): Promise<string> => 'Only the server makes these.';
const never = (why: string) => (): string => why;

/** A person by hand: what a channel made has its own form of id, and taking one would swallow the channel's contact. */
const createContact: RuleOf<'contacts'>['create'] = async ({ id, identities, demo }) => {
  if (id.startsWith('contact:')) return 'An id that begins with contact: belongs to a channel.';
  if (identities.length > 0) return 'Only a channel gives a contact its identities.';
  return demo ? 'Only the server makes samples.' : undefined;
};

const createLead: RuleOf<'leads'>['create'] = async ({ id, conversationId, score, scoreReasons, demo }, { exists }) => {
  if (id.startsWith('lead:')) return 'An id that begins with lead: belongs to a conversation.';
  if (score !== 0 || scoreReasons.length > 0) return 'The server scores leads: a new one has 0 and no reasons.';
  if (conversationId !== undefined && !(await exists('conversations', conversationId))) return noConversation;
  return demo ? 'Only the server makes samples.' : undefined;
};

/** Append-only from a device: its own person's replies, not sent yet, in a conversation of the team. */
const createMessage: RuleOf<'messages'>['create'] = async (message, { caller, exists }) => {
  const { author, delivery } = message;
  if (message.direction !== 'outbound' || author.kind !== 'person') return 'A device writes replies of a person only.';
  if (author.id !== caller.userId) return 'A reply must be signed by the person who sends it.';
  // Another form of id is a channel's or an agent's: taking it would swallow their message.
  if (!message.id.startsWith(`person:${caller.userId}:`)) return `The id must begin with person:${caller.userId}:`;
  if (message.runId !== undefined) return 'A run belongs to an agent.';
  if (message.text.trim() === '') return 'A reply needs text.';
  if (message.citations.length > 0) return 'Citations come from the agent alone.';
  const untouched = delivery.state === 'queued' && delivery.attempts === 0 && delivery.platformIds.length === 0;
  if (!untouched || delivery.reason || delivery.resent)
    return 'A new reply is queued; the server tells how far it came.';
  if (!(await exists('conversations', message.conversationId))) return noConversation;
  return message.demo ? 'Only the server makes samples.' : undefined;
};
const noConversation = 'There is no such conversation.';

/** The server's own order: a device whose clock is wrong would otherwise hide every later message of the customer. */
const placeMessage: RuleOf<'messages'>['settle'] = (next, present, now) =>
  present ? next : { ...next, createdAt: now };

/** The last message follows from the messages, which the server applies itself. */
const keepLastMessage: RuleOf<'conversations'>['settle'] = (next, present) =>
  present ? { ...next, lastMessage: present.lastMessage, recency: newestFirst(present.lastMessage.at) } : next;

/** A hand-over is taken away, or put back as it was. */
const changeHandover: RuleOf<'conversations'>['change'] = ({ handover }, { lastMessage }) =>
  handover && handover.at > lastMessage.at ? 'A hand-over of the future would hide every later one.' : undefined;

/** A person corrects or forbids what is known, and takes that back; where a fact came from stays true. */
const changeFacts = (next: Twin, present: Twin): string | undefined => {
  const known = new Map(present.facts.map((fact) => [fact.id, fact]));
  const sameFacts = next.facts.length === known.size && next.facts.every(({ id }) => known.delete(id));
  if (!sameFacts) return 'A device neither adds nor drops facts: correct one, or forbid it.';
  const before = new Map(present.facts.map((fact) => [fact.id, fact]));
  const forged = next.facts.find((fact) => provenance.some((field) => fact[field] !== before.get(fact.id)?.[field]));
  return forged && `Where the fact ${forged.key} came from may not be changed.`;
};
const provenance: readonly (keyof Fact)[] = ['group', 'key', 'messageId', 'conversationId', 'observedAt'];

const createSource: RuleOf<'sources'>['create'] = async ({ id, digest, demo }) => {
  if (!/^[0-9a-f]{64}$/.test(digest)) return 'The digest must be SHA-256 in hex.';
  if (id !== sourceIdOf(digest)) return `The id must be ${sourceIdOf(digest)}, after the digest.`;
  return demo ? 'Only the server makes samples.' : undefined;
};

const createPassage: RuleOf<'passages'>['create'] = async ({ id, sourceId, position, demo }) => {
  if (id !== `${sourceId}:${position}`) return `The id must be ${sourceId}:${position}, after source and position.`;
  return demo ? 'Only the server makes samples.' : undefined;
};

const createJudgement: RuleOf<'judgements'>['create'] = async ({ id, query, marks }, { caller }) => {
  if (id !== judgementIdOf(query)) return `The id must be ${judgementIdOf(query)}, after the query.`;
  return findForgedMark(marks, [], caller);
};

/** Everybody's marks are their own: a device brings, changes and takes back those of its person. */
const findForgedMark = (next: readonly Mark[], present: readonly Mark[], { userId }: Caller): string | undefined => {
  const idless = next.find((mark) => mark.id !== `${mark.passageId} ${mark.userId}`);
  if (idless) return 'The id of a mark is made of its passage and its person.';
  const own = new Set([...next, ...present].filter((mark) => mark.userId === userId).map(({ id }) => id));
  const others = (marks: readonly Mark[]) => marks.filter(({ id }) => !own.has(id)).toSorted(byId);
  return isSameJson(others(next), others(present)) ? undefined : 'A mark belongs to the person who made it.';
};
const byId = (a: Mark, b: Mark): number => (a.id < b.id ? -1 : 1);

export const writeRules: { readonly [N in CollectionName]: RuleOf<N> } = {
  contacts: {
    create: createContact,
    revive: true,
    fixed: ['id', 'identities', 'demo', 'createdAt'],
    remove: ({ identities }) => (identities.length > 0 ? 'A contact of a channel is not deleted.' : undefined),
  },
  leads: {
    create: createLead,
    revive: true,
    fixed: ['id', 'contactId', 'conversationId', 'score', 'scoreReasons', 'demo', 'createdAt'],
    remove: ({ conversationId }) =>
      conversationId === undefined ? undefined : 'The lead of a conversation is not deleted: mark it as lost.',
  },
  conversations: {
    create: serverMakes,
    fixed: ['id', 'channel', 'account', 'chatId', 'contactId', 'leadId', 'demo', 'createdAt'],
    change: changeHandover,
    settle: keepLastMessage,
    remove: never('A conversation is not deleted: close it.'),
  },
  messages: {
    create: createMessage,
    fixed: 'all',
    settle: placeMessage,
    remove: never('A message is not deleted.'),
  },
  twins: {
    create: serverMakes,
    fixed: ['id', 'demo', 'createdAt'],
    change: changeFacts,
    remove: never('A twin is not deleted: forbid the facts that must go.'),
  },
  sources: {
    create: createSource,
    fixed: ['id', 'digest', 'size', 'demo', 'createdAt'],
    remove: () => undefined,
  },
  passages: {
    create: createPassage,
    fixed: ['id', 'sourceId', 'position', 'demo'],
    remove: () => undefined,
  },
  judgements: {
    create: createJudgement,
    revive: true,
    fixed: ['id', 'query', 'language'],
    change: ({ marks }, present, { caller }) => findForgedMark(marks, present.marks, caller),
    remove: () => undefined,
  },
  runs: { create: serverMakes, fixed: 'all', remove: never('A run is not deleted.') },
  settings: { create: serverMakes, fixed: 'all', remove: never('A setting is not deleted.') },
};
