import { z } from 'zod';
import { defineEntity, unchanged } from './define-entity.ts';
import { idSchema, timeSchema } from './fields.ts';
import { syncFields } from './sync-fields.ts';

export const factGroups = ['profile', 'needs', 'objections', 'preferences', 'promises', 'people'] as const;

/** One thing known of a customer. Its id is made from the message and the key, so learning it twice changes nothing. */
export const factSchema = z.strictObject({
  id: z.string().min(1).max(240),
  group: z.enum(factGroups),
  /** What kind of fact: `phone`, `budget`, `eventDate`, ... The renderer words the known ones. */
  key: z.string().max(60),
  value: z.string().max(1000),
  confidence: z.number().min(0).max(1),
  /** The message it was learnt from. */
  messageId: idSchema,
  conversationId: idSchema,
  observedAt: timeSchema,
  state: z.enum(['inferred', 'corrected', 'forbidden']),
});
export type Fact = z.infer<typeof factSchema>;

/** The digital twin of a contact; its id is the contact's. */
export const twinSchema = z.strictObject({
  id: idSchema,
  facts: z.array(factSchema).max(500),
  demo: z.boolean().optional(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  ...syncFields,
});
export type Twin = z.infer<typeof twinSchema>;

export const twins = defineEntity({
  name: 'twins',
  version: 1,
  migrations: { 1: unchanged },
  schema: twinSchema,
  indexes: [['updatedAt']],
  replicated: true,
  firstPull: 'second',
  newestFirst: { index: ['updatedAt'], descending: true },
  merge: {
    facts: {
      listById: {
        group: 'immutable',
        key: 'immutable',
        value: 'keep-both',
        confidence: 'last-writer',
        messageId: 'immutable',
        conversationId: 'immutable',
        observedAt: 'immutable',
        state: 'keep-both',
      },
    },
    demo: 'immutable',
    createdAt: 'immutable',
    updatedAt: 'max',
  },
});
