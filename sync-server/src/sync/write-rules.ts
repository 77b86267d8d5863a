import type { Mark } from '@inbetwin/shared/entities/judgement.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { Setting } from '@inbetwin/shared/entities/setting.ts';
import type { Fact } from '@inbetwin/shared/entities/twin.ts';
import { sourceIdOf } from '@inbetwin/shared/knowledge/prepare-import.ts';
import { isSameValue } from '@inbetwin/shared/merge/same-state.ts';
import { judgementIdOf } from '@inbetwin/shared/search/evaluation/judgement-id.ts';
import type { Caller } from '../accounts/access-token.ts';
import { type Create, noConversation, noSample, type Objection, object, type RuleOf } from './write-rule.ts';
import { workRule } from './write-rules-work.ts';

/** A person by hand: what a channel made has its own form of id, and taking one would swallow the channel's contact. */
const createContact: Create<'contacts'> = async ({ id, identities, demo }) => {
  if (id.startsWith('contact:')) {
    return object('contact.id_of_channel', 'An id that begins with contact: belongs to a channel.', 'id');
  }
  if (identities.length > 0) {
    return object('contact.identities_of_channel', 'Only a channel gives a contact its identities.', 'identities');
  }
  return noSample(demo);
};

const createLead: Create<'leads'> = async ({ id, conversationId, demo }, { exists }) => {
  if (id.startsWith('lead:')) {
    return object('lead.id_of_conversation', 'An id that begins with lead: belongs to a conversation.', 'id');
  }
  if (conversationId !== undefined && !(await exists('conversations', conversationId))) {
    return object('lead.unknown_conversation', noConversation, 'conversationId');
  }
  return noSample(demo);
};

/** Append-only from a device: its own person's replies, not sent yet, in a conversation of the team. */
const createMessage: Create<'messages'> = async (message, { caller, exists }) => {
  const { author, delivery } = message;
  if (message.direction !== 'outbound' || author.kind !== 'person') {
    return object('message.not_reply', 'A device writes replies of a person only.', 'direction');
  }
  if (author.id !== caller.userId) {
    return object('message.not_own', 'A reply must be signed by the person who sends it.', 'author.id');
  }
  // Another form of id is a channel's or an agent's: taking it would swallow their message.
  if (!message.id.startsWith(`person:${caller.userId}:`)) {
    return object('message.id_of_another', `The id must begin with person:${caller.userId}:`, 'id');
  }
  if (message.runId !== undefined) return object('message.of_agent', 'A run belongs to an agent.', 'runId');
  if (message.text.trim() === '') return object('message.empty', 'A reply needs text.', 'text');
  if (message.citations.length > 0) {
    return object('message.of_agent', 'Citations come from the agent alone.', 'citations');
  }
  if (delivery.state !== 'queued' || delivery.attempts !== 0 || delivery.platformIds.length > 0) {
    return object('message.delivery_of_server', 'A new reply is queued; the server tells how far it came.', 'delivery');
  }
  if (!(await exists('conversations', message.conversationId))) {
    return object('message.unknown_conversation', noConversation, 'conversationId');
  }
  return noSample(message.demo);
};

/** The server's own order: a device whose clock is wrong would otherwise hide every later message of the customer. */
const placeMessage: RuleOf<'messages'>['settle'] = (next, present, now) =>
  present ? next : { ...next, createdAt: now };

/** A hand-over is taken away, or put back as it was. */
const changeHandover: RuleOf<'conversations'>['change'] = ({ handover }, present) =>
  handover && handover.at > present.lastMessage.at && !isSameValue(handover, present.handover)
    ? object('conversation.future_handover', 'A hand-over of the future would hide every later one.', 'handover.at')
    : undefined;

/** A person corrects or forbids what is known, and takes that back; where a fact came from stays true. */
const changeFacts: RuleOf<'twins'>['change'] = (next, present) => {
  const known = new Map(present.facts.map((fact) => [fact.id, fact]));
  const sameFacts = next.facts.length === known.size && next.facts.every(({ id }) => known.delete(id));
  if (!sameFacts) {
    const reason = 'A device neither adds nor drops facts: correct one, or forbid it.';
    return object('twin.facts_of_agents', reason, 'facts');
  }
  const before = new Map(present.facts.map((fact) => [fact.id, fact]));
  const forged = next.facts.find((fact) => provenance.some((field) => fact[field] !== before.get(fact.id)?.[field]));
  return forged && object('twin.fact_origin', `Where the fact ${forged.key} came from may not be changed.`, 'facts');
};
const provenance: readonly (keyof Fact)[] = ['group', 'key', 'messageId', 'conversationId', 'observedAt'];

const createSource: Create<'sources'> = async ({ id, digest, demo }) => {
  if (!/^[0-9a-f]{64}$/.test(digest)) return object('source.digest', 'The digest must be SHA-256 in hex.', 'digest');
  if (id !== sourceIdOf(digest)) {
    return object('source.id_of_another', `The id must be ${sourceIdOf(digest)}, after the digest.`, 'id');
  }
  return noSample(demo);
};

const createPassage: Create<'passages'> = async ({ id, sourceId, position, demo }) => {
  if (id !== `${sourceId}:${position}`) {
    const reason = `The id must be ${sourceId}:${position}, after source and position.`;
    return object('passage.id_of_another', reason, 'id');
  }
  return noSample(demo);
};

const createJudgement: Create<'judgements'> = async ({ id, query, marks }, { caller }) => {
  if (id !== judgementIdOf(query)) {
    return object('judgement.id_of_another', `The id must be ${judgementIdOf(query)}, after the query.`, 'id');
  }
  return findForgedMark(marks, [], caller);
};

/** Everybody's marks are their own: a device brings, changes and takes back those of its person. */
const findForgedMark = (next: readonly Mark[], present: readonly Mark[], { userId }: Caller): Objection | undefined => {
  const idless = next.find((mark) => mark.id !== `${mark.passageId} ${mark.userId}`);
  if (idless) return object('judgement.mark_id', 'The id of a mark is made of its passage and its person.', 'marks');
  const own = new Set([...next, ...present].filter((mark) => mark.userId === userId).map(({ id }) => id));
  const others = (marks: readonly Mark[]) => marks.filter(({ id }) => !own.has(id)).toSorted(byId);
  return isSameValue(others(next), others(present))
    ? undefined
    : object('judgement.mark_of_another', 'A mark belongs to the person who made it.', 'marks');
};
const byId = (a: Mark, b: Mark): number => (a.id < b.id ? -1 : 1);

/** A device's score is a guess until the server has scored the lead, which it does before it answers. */
const withoutGuess: RuleOf<'leads'>['settle'] = (next, present) => {
  if (present) return next;
  const { scoreDueAt: _, ...lead } = next;
  return { ...lead, score: 0, scoreReasons: [] };
};

const reviveContact: RuleOf<'contacts'>['revive'] = ({ id, identities }) =>
  identities.length > 0 && !id.startsWith('contact:')
    ? object('contact.identities_of_channel', 'Only a channel gives a contact its identities.', 'identities')
    : undefined;

const settingOfServer = object(
  'right.server_only',
  'Of the settings a device writes those of agents and answering only.',
  'value',
);

const createSetting: Create<'settings'> = async ({ id, value }) => {
  if (!isOfPeople(value)) return settingOfServer;
  const expected = value.kind === 'agent' ? `agent:${value.name}` : value.kind;
  return id === expected ? undefined : object('setting.id_of_another', `The id must be ${expected}.`, 'id');
};

const isOfPeople = ({ kind }: Setting['value']): boolean => kind === 'agent' || kind === 'answering';

export const writeRules: { readonly [N in ReplicatedCollection]: RuleOf<N> } = {
  contacts: {
    create: createContact,
    revive: reviveContact,
    fixed: ['id', 'identities', 'demo', 'createdAt'],
  },
  leads: {
    create: createLead,
    revive: () => undefined,
    fixed: ['id', 'contactId', 'conversationId', 'demo', 'createdAt'],
    settle: withoutGuess,
  },
  conversations: {
    fixed: ['id', 'channel', 'account', 'chatId', 'contactId', 'leadId', 'demo', 'createdAt'],
    change: changeHandover,
  },
  messages: {
    create: createMessage,
    fixed: ['id', 'conversationId', 'direction', 'author', 'text', 'citations', 'inReplyTo', 'runId', 'sentAt', 'demo'],
    settle: placeMessage,
  },
  twins: {
    revive: () => undefined,
    fixed: ['id', 'demo', 'createdAt'],
    change: changeFacts,
  },
  sources: { create: createSource, fixed: ['id', 'digest', 'size', 'demo', 'createdAt'] },
  passages: { create: createPassage, fixed: ['id', 'sourceId', 'position', 'demo'] },
  judgements: {
    create: createJudgement,
    // What the others' marks were is not known any more.
    revive: ({ marks }, { caller }) => findForgedMark(marks, [], caller),
    fixed: ['id', 'query', 'language'],
    change: ({ marks }, present, { caller }) => findForgedMark(marks, present.marks, caller),
  },
  catalog: { create: async ({ demo }) => noSample(demo), fixed: ['id', 'demo', 'createdAt'] },
  work: workRule,
  settings: {
    create: createSetting,
    fixed: ['id', 'value'],
    change: (_next, { value }) => (isOfPeople(value) ? undefined : settingOfServer),
    remove: ({ value, agent }) =>
      value.kind === 'agent' && agent?.title !== undefined
        ? undefined
        : object('setting.delete_of_built_in', 'Only an agent that the team made is removed; others are switched off.'),
  },
  runs: { fixed: [] },
};
