import { z } from 'zod';
import { defineEntity } from './define-entity.ts';
import { idSchema, timeSchema } from './fields.ts';

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
});
export type Twin = z.infer<typeof twinSchema>;

export const twins = defineEntity({ name: 'twins', version: 0, schema: twinSchema, indexes: [['updatedAt']] });
