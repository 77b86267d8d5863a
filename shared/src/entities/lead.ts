import { z } from 'zod';
import { conversations } from './conversation.ts';
import { defineEntity, type Samples, unchanged } from './declaring/define-entity.ts';
import { idSchema, timeSchema } from './declaring/fields.ts';
import { managers, sellers } from './declaring/rights.ts';
import { syncFields } from './declaring/sync-fields.ts';
import { noConversation, refuse, refuseSample, type WriteRule } from './declaring/write-rule.ts';

export const openStages = ['new', 'qualified', 'proposal'] as const;
export const leadStages = [...openStages, 'won', 'lost'] as const;

/** A reason for the score: the interface has a text for each `code`, and `points` may be negative. */
export const scoreReasonSchema = z.strictObject({
  code: z.string().max(60),
  points: z.int().min(-100).max(100),
  detail: z.string().max(300).optional(),
});
export type ScoreReason = z.infer<typeof scoreReasonSchema>;

export const leadSchema = z.strictObject({
  id: idSchema,
  contactId: idSchema,
  conversationId: idSchema.optional(),
  title: z.string().max(300),
  stage: z.enum(leadStages),
  score: z.int().min(0).max(100),
  scoreReasons: z.array(scoreReasonSchema).max(30),
  /** When the score falls next through time alone; absent if it never will. */
  scoreDueAt: timeSchema.optional(),
  /** Budget, authority, need, and timing, in the customer's words. */
  bant: z.strictObject({
    budget: z.string().max(300).optional(),
    authority: z.string().max(300).optional(),
    need: z.string().max(1000).optional(),
    timing: z.string().max(300).optional(),
  }),
  /** Whole units, not minor ones: 150000.5 is 150 thousand and a half of `currency`. */
  amount: z.number().min(0).max(1e12).optional(),
  currency: z.string().length(3).optional(),
  demo: z.boolean().optional(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  ...syncFields,
});
export type Lead = z.infer<typeof leadSchema>;

const refusals = ['lead.id_of_conversation', 'lead.unknown_conversation'] as const;

const rule: WriteRule<Lead, (typeof refusals)[number]> = {
  fixed: ['id', 'contactId', 'conversationId', 'demo', 'createdAt'],
  reads: ({ conversationId }) =>
    conversationId === undefined ? [] : [{ entity: conversations, ids: [conversationId] }],
  create: (lead, { exists }) => {
    const { id, conversationId } = lead;
    if (id.startsWith('lead:')) {
      return refuse('lead.id_of_conversation', 'An id that begins with lead: belongs to a conversation.', 'id');
    }
    if (conversationId !== undefined && !exists(conversations, conversationId)) {
      return refuse('lead.unknown_conversation', noConversation, 'conversationId');
    }
    return refuseSample(lead);
  },
  revive: () => undefined,
  // A device's score is an estimate until the server, before it responds, has scored the lead.
  settle: (next, present) => {
    if (present) return next;
    const { scoreDueAt: _, ...lead } = next;
    return { ...lead, score: 0, scoreReasons: [] };
  },
};

const at = Date.UTC(2026, 0, 15, 9);
const stored: Lead = {
  id: 'old',
  contactId: 'contact:telegram:42:7',
  title: 'Зал на 80 гостей',
  stage: 'new',
  score: 0,
  scoreReasons: [],
  bant: { budget: '300 000 ₽' },
  createdAt: at,
  updatedAt: at,
};
const samples: Samples<Lead> = { stored, made: { ...stored, id: 'new' }, change: { stage: 'won' } };

export const leads = defineEntity({
  name: 'leads',
  version: 2,
  migrations: { 1: unchanged, 2: unchanged },
  schema: leadSchema,
  indexes: [['updatedAt'], ['contactId', 'updatedAt']],
  serverIndexes: [['scoreDueAt'], ['stage', 'updatedAt']],
  replicated: true,
  firstPull: 'second',
  newestFirst: { index: ['updatedAt'], descending: true },
  ofLargeTeams: {
    wholeUpTo: 150_000,
    index: ['stage', 'updatedAt'],
    descending: true,
    each: leadStages,
    whateverAge: openStages,
  },
  references: [
    { field: 'contactId', collection: 'contacts' },
    { field: 'contactId', collection: 'twins' },
  ],
  rights: { create: sellers, change: sellers, delete: managers },
  refusals,
  rule,
  retention: { until: 'removed' },
  samples,
  merge: {
    contactId: 'immutable',
    conversationId: 'immutable',
    title: 'keep-both',
    stage: 'keep-both',
    score: 'server',
    scoreReasons: 'server',
    scoreDueAt: 'server',
    bant: { fields: { budget: 'keep-both', authority: 'keep-both', need: 'text', timing: 'keep-both' } },
    amount: 'keep-both',
    currency: 'keep-both',
    demo: 'immutable',
    createdAt: 'immutable',
    updatedAt: 'max',
  },
});
