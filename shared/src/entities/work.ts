import { z } from 'zod';
import { defineEntity, unchanged } from './define-entity.ts';
import { citationSchema, idSchema, timeSchema } from './fields.ts';
import { syncFields } from './sync-fields.ts';

export const workKinds = ['task', 'appointment', 'order', 'approval', 'suggestion', 'follow-up'] as const;
export type WorkKind = (typeof workKinds)[number];

/**
 * What may be done about it: `open` waits for a person (of a follow-up: for its time), `done` and `cancelled` are the end.
 * An approval ends as `approved` or `refused`.
 */
export const workStates = ['open', 'approved', 'refused', 'done', 'cancelled'] as const;

/**
 * How a follow-up ended: `sent`; the customer has `answered`, or wants none (`opted-out`); too many went to them (`capped`); a
 * person has the conversation, or the draft (`with-person`); nothing is left to ask (`closed`); the team wrote again
 * (`superseded`); it came too late (`expired`); the team wants none (`switched-off`); it `failed`. By hand: none of these.
 */
export const followUpEnds = [
  'sent',
  'answered',
  'opted-out',
  'capped',
  'with-person',
  'closed',
  'superseded',
  'expired',
  'switched-off',
  'failed',
] as const;
export type FollowUpEnd = (typeof followUpEnds)[number];

/** Of what has no time to be done by. */
export const NEVER = 8.64e15;

/** Money is in millionths of a unit of the currency. */
const microsSchema = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

const orderLineSchema = z.strictObject({
  id: z.string().min(1).max(120),
  /** Of the catalogue. */
  productId: idSchema,
  title: z.string().max(300),
  quantity: z.number().positive().max(1e9),
  /** Of one, as the catalogue had it when the order was made. */
  priceMicros: microsSchema,
});
export type OrderLine = z.infer<typeof orderLineSchema>;

/** A tool call that needs a person's consent before it is made. */
const approvalSchema = z.strictObject({
  runId: idSchema,
  /** Index of the step that waits. */
  step: z.int().min(0).max(10_000),
  agent: z.string().max(60),
  tool: z.string().max(120),
  /** JSON text, as the model wrote it. */
  arguments: z.string().max(8000),
  /** JSON text of what the person wants instead. */
  changed: z.string().max(8000).optional(),
  /** Why it was refused, for the agent to take into account. */
  reason: z.string().max(1000).optional(),
  decidedBy: idSchema.optional(),
  decidedAt: timeSchema.optional(),
});
export type Approval = z.infer<typeof approvalSchema>;

/**
 * Something to be done by or with a person: a task, an appointment, an order, a tool call to approve, a reply that an agent
 * suggests, a message that will follow up. What is named after `kind` holds what only that kind has.
 */
export const workSchema = z.strictObject({
  id: idSchema,
  kind: z.enum(workKinds),
  state: z.enum(workStates),
  title: z.string().max(300),
  details: z.string().max(4000).optional(),
  conversationId: idSchema.optional(),
  contactId: idSchema.optional(),
  leadId: idSchema.optional(),
  assigneeId: idSchema.optional(),
  /** User id, or `agent:<name>`. */
  createdBy: z.string().max(200),
  /** When it must be done, or when it begins; `NEVER` without a time. */
  dueAt: timeSchema,
  appointment: z.strictObject({ endsAt: timeSchema, timeZone: z.string().min(1).max(60) }).optional(),
  order: z
    .strictObject({
      lines: z.array(orderLineSchema).max(100),
      currency: z.string().length(3),
      number: z.string().max(40),
    })
    .optional(),
  approval: approvalSchema.optional(),
  suggestion: z
    .strictObject({ runId: idSchema, text: z.string().max(16_000), citations: z.array(citationSchema).max(20) })
    .optional(),
  followUp: z
    .strictObject({
      /** Which step of which sequence. */
      sequence: z.string().max(60),
      step: z.int().min(0).max(100),
      /** The team's message that was not answered. */
      messageId: idSchema,
      /** Why it did not go out, or that it did. */
      ended: z.enum(followUpEnds).optional(),
    })
    .optional(),
  demo: z.boolean().optional(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  ...syncFields,
});
export type Work = z.infer<typeof workSchema>;

export const work = defineEntity({
  name: 'work',
  version: 2,
  migrations: { 1: unchanged, 2: unchanged },
  schema: workSchema,
  indexes: [['updatedAt'], ['kind', 'state', 'dueAt']],
  serverIndexes: [['contactId', 'kind', 'state', 'dueAt']],
  replicated: true,
  firstPull: 'second',
  newestFirst: { index: ['updatedAt'], descending: true },
  merge: {
    kind: 'immutable',
    state: 'keep-both',
    title: 'keep-both',
    details: 'text',
    conversationId: 'immutable',
    contactId: 'immutable',
    leadId: 'immutable',
    assigneeId: 'keep-both',
    createdBy: 'immutable',
    dueAt: 'keep-both',
    appointment: { fields: { endsAt: 'keep-both', timeZone: 'keep-both' } },
    order: {
      fields: {
        lines: {
          listById: { productId: 'immutable', title: 'keep-both', quantity: 'keep-both', priceMicros: 'keep-both' },
        },
        currency: 'immutable',
        number: 'immutable',
      },
    },
    approval: {
      fields: {
        runId: 'immutable',
        step: 'immutable',
        agent: 'immutable',
        tool: 'immutable',
        arguments: 'immutable',
        changed: 'keep-both',
        reason: 'keep-both',
        decidedBy: 'last-writer',
        decidedAt: 'last-writer',
      },
    },
    suggestion: { fields: { runId: 'immutable', text: 'immutable', citations: 'immutable' } },
    followUp: { fields: { sequence: 'immutable', step: 'immutable', messageId: 'immutable', ended: 'server' } },
    demo: 'immutable',
    createdAt: 'immutable',
    updatedAt: 'max',
  },
});
