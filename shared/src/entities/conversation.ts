import { z } from 'zod';
import { isSameValue } from '../merge/same-state.ts';
import { defineEntity, type Samples, unchanged } from './declaring/define-entity.ts';
import { idSchema, languageSchema, timeSchema } from './declaring/fields.ts';
import { nobody, sellers } from './declaring/rights.ts';
import { syncFields } from './declaring/sync-fields.ts';
import { refuse, type WriteRule } from './declaring/write-rule.ts';

export const conversationModes = ['agent', 'human', 'draft'] as const;

/**
 * Whether the chat accepts our messages. `blocked`: the customer has blocked us; `removed`: we are no longer in the group; `muted`: we may
 * not write to the group.
 */
export const reachStates = ['open', 'blocked', 'removed', 'muted'] as const;

/** A chat with one customer or a group in one channel. Its id is `channel:account:chat`, with the chat's first id. */
export const conversationSchema = z.strictObject({
  id: idSchema,
  channel: z.string().max(40),
  account: z.string().max(80),
  /** The platform's chat id, to which replies are sent. The server updates it when the platform gives the chat another id. */
  chatId: z.string().max(120),
  /** Who reads it besides the team: one customer, or the members of a group. */
  audience: z.enum(['private', 'group']).optional(),
  /** The present name of the forum topic, if it is one. */
  topic: z.string().max(200).optional(),
  /** What the platform last reported, and when by its clock; absent if it never reported anything. */
  reach: z.strictObject({ state: z.enum(reachStates), at: timeSchema }).optional(),
  contactId: idSchema,
  leadId: idSchema,
  language: languageSchema,
  /** Who answers: the agent, a person, or a person with the agent's drafts. */
  mode: z.enum(conversationModes),
  status: z.enum(['open', 'closed']),
  assigneeId: idSchema.optional(),
  /** Set when an agent handed over: what a person needs to know. */
  handover: z
    .strictObject({
      reason: z.string().max(60),
      summary: z.string().max(2000),
      at: timeSchema,
      /** The run that handed over; its own last message is still sent. */
      runId: idSchema.optional(),
    })
    .optional(),
  /** Set when a person handed it back to the agents with an unanswered message, until that is answered. */
  handedBack: z.strictObject({ messageId: idSchema, at: timeSchema }).optional(),
  lastMessage: z.strictObject({
    id: idSchema,
    text: z.string().max(300),
    direction: z.enum(['inbound', 'outbound']),
    at: timeSchema,
  }),
  /** `newestFirst(lastMessage.at)`, the order of the inbox. */
  recency: timeSchema,
  demo: z.boolean().optional(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  ...syncFields,
});
export type Conversation = z.infer<typeof conversationSchema>;

const refusals = ['conversation.future_handover'] as const;

const rule: WriteRule<Conversation, (typeof refusals)[number]> = {
  fixed: ['id', 'channel', 'account', 'chatId', 'contactId', 'leadId', 'demo', 'createdAt'],
  // A person may remove a hand-over, or restore it unchanged.
  change: ({ handover }, present) =>
    handover && handover.at > present.lastMessage.at && !isSameValue(handover, present.handover)
      ? refuse('conversation.future_handover', 'A hand-over of the future would hide every later one.', 'handover.at')
      : undefined,
};

const at = Date.UTC(2026, 0, 15, 9);
const stored: Conversation = {
  ...{ id: 'telegram:42:7', channel: 'telegram', account: '42', chatId: '7', contactId: 'contact:telegram:42:7' },
  ...{ leadId: 'lead:telegram:42:7', language: 'ru', mode: 'agent', status: 'open' },
  lastMessage: { id: 'telegram:42:7:1', text: 'Сколько стоит зал?', direction: 'inbound', at },
  recency: 8.64e15 - at,
  createdAt: at,
  updatedAt: at,
};
const samples: Samples<Conversation> = {
  stored,
  made: { ...stored, id: 'telegram:42:8', leadId: 'lead:telegram:42:8' },
  change: { status: 'closed' },
};

export const conversations = defineEntity({
  name: 'conversations',
  version: 6,
  migrations: { 1: unchanged, 2: unchanged, 3: unchanged, 4: unchanged, 5: unchanged, 6: unchanged },
  schema: conversationSchema,
  indexes: [['recency'], ['contactId', 'recency']],
  serverIndexes: [['assigneeId']],
  replicated: true,
  firstPull: 'first',
  newestFirst: { index: ['recency'], descending: false },
  ofLargeTeams: { wholeUpTo: 150_000, index: ['recency'], descending: false },
  references: [
    { field: 'contactId', collection: 'contacts' },
    { field: 'contactId', collection: 'twins' },
    { field: 'leadId', collection: 'leads' },
  ],
  rights: { create: nobody, change: sellers, delete: nobody },
  refusals,
  rule,
  retention: { until: 'team-ends' },
  samples,
  merge: {
    channel: 'immutable',
    account: 'immutable',
    chatId: 'immutable',
    audience: 'server',
    topic: 'server',
    reach: 'server',
    contactId: 'immutable',
    leadId: 'immutable',
    language: 'server',
    mode: 'keep-both',
    status: 'keep-both',
    assigneeId: 'keep-both',
    handover: 'last-writer',
    handedBack: 'last-writer',
    lastMessage: 'server',
    recency: 'server',
    demo: 'immutable',
    createdAt: 'immutable',
    updatedAt: 'max',
  },
});
