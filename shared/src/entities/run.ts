import { z } from 'zod';
import { defineEntity } from './define-entity.ts';
import { idSchema, timeSchema } from './fields.ts';

/** What a step did. The result of a `tool` or `model` step is recorded before anything that depends on it happens. */
export const stepKinds = ['route', 'model', 'tool', 'reply', 'handover'] as const;

export const stepSchema = z.strictObject({
  /** 0-based; run id + index is the idempotency key of the step's effect. */
  index: z.int().min(0).max(10_000),
  agent: z.string().max(60),
  kind: z.enum(stepKinds),
  /** Tool or model name. */
  name: z.string().max(120),
  state: z.enum(['intended', 'done', 'failed']),
  input: z.json(),
  output: z.json().optional(),
  error: z.strictObject({ code: z.string().max(60), message: z.string().max(500) }).optional(),
  tokens: z.strictObject({ input: z.int().min(0), output: z.int().min(0) }).optional(),
  startedAt: timeSchema,
  endedAt: timeSchema.optional(),
});
export type Step = z.infer<typeof stepSchema>;

/** One durable run of the agents over one inbound message. Id: `run:<messageId>`. */
export const runSchema = z.strictObject({
  id: idSchema,
  conversationId: idSchema,
  messageId: idSchema,
  state: z.enum(['running', 'done', 'failed']),
  outcome: z.enum(['replied', 'handed-over', 'silent']).optional(),
  steps: z.array(stepSchema).max(200),
  demo: z.boolean().optional(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
});
export type Run = z.infer<typeof runSchema>;

export const runs = defineEntity({
  name: 'runs',
  version: 0,
  schema: runSchema,
  indexes: [['updatedAt'], ['conversationId', 'updatedAt']],
  newestFirst: { index: ['updatedAt'], descending: true },
});
