import { z } from 'zod';
import { boundedJson } from './declaring/bounded-json.ts';
import { defineEntity, type Samples } from './declaring/define-entity.ts';
import { idSchema, timeSchema } from './declaring/fields.ts';
import { nobody } from './declaring/rights.ts';

/**
 * A step's kind. The result of a `tool` or `model` step is recorded before anything that depends on it happens. An `event` happened outside
 * the run and is recorded before it is considered; its name is one of `runEvents`.
 */
export const stepKinds = ['route', 'model', 'tool', 'reply', 'handover', 'event'] as const;

/**
 * `message`: the customer wrote more; `taken-over`: a person took the conversation over; `cancelled`: a person stopped the run; `limit`: a
 * limit was reached, so the run concludes; `withheld`: a guard objected to the reply, which is not sent.
 */
export const runEvents = ['message', 'taken-over', 'cancelled', 'limit', 'withheld'] as const;
export type RunEvent = (typeof runEvents)[number];

/**
 * `intended`: begun, with an unknown outcome; `waiting`: for a person's approval; `approved`: to be performed; `dropped`: canceled before
 * it took effect because something happened in the meantime.
 */
export const stepStates = ['intended', 'waiting', 'approved', 'done', 'failed', 'dropped'] as const;

/** More than any tool receives or any model writes; a run with many such steps reaches the store's own limit. */
const stepValue = boundedJson(z.json(), 512 * 1024);

export const stepSchema = z.strictObject({
  /** 0-based; the run's id and this index form the idempotency key of the step's effect. */
  index: z.int().min(0).max(10_000),
  agent: z.string().max(60),
  kind: z.enum(stepKinds),
  /** The name of the tool, model, or event. */
  name: z.string().max(120),
  state: z.enum(stepStates),
  input: stepValue,
  output: stepValue.optional(),
  error: z.strictObject({ code: z.string().max(60), message: z.string().max(500) }).optional(),
  tokens: z.strictObject({ input: z.int().min(0), output: z.int().min(0) }).optional(),
  /** In millionths of a unit of the currency in which the model's prices are configured. */
  costMicros: z.int().min(0).optional(),
  startedAt: timeSchema,
  endedAt: timeSchema.optional(),
});
export type Step = z.infer<typeof stepSchema>;

/** The outcome of a run; `drafted` means that a person decides whether its text is sent. */
export const runOutcomes = ['replied', 'handed-over', 'drafted', 'silent', 'cancelled'] as const;

/** A durable run of the agents over what a customer wrote in one go. Id: `run:<messageId>`. */
export const runSchema = z.strictObject({
  id: idSchema,
  conversationId: idSchema,
  /** The first message that it handles. */
  messageId: idSchema,
  /** The follow-up that it carries out; `messageId` is then the team's unanswered message. */
  followUpId: idSchema.optional(),
  /** `waiting`: for an approval, with nothing else left to do. */
  state: z.enum(['running', 'waiting', 'done', 'failed']),
  outcome: z.enum(runOutcomes).optional(),
  /** The person who requested its cancellation. */
  cancelledBy: idSchema.optional(),
  steps: z.array(stepSchema).max(200),
  demo: z.boolean().optional(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
});
export type Run = z.infer<typeof runSchema>;

const at = Date.UTC(2026, 0, 15, 9);
const stored: Run = {
  ...{ id: 'run:1', conversationId: 'telegram:42:7', messageId: 'telegram:42:7:1', state: 'running', steps: [] },
  createdAt: at,
  updatedAt: at,
};
const samples: Samples<Run> = { stored, made: { ...stored, id: 'run:2' }, change: { state: 'failed' } };

/** Most of a team's documents are runs, and nobody edits them, so devices read only those that are opened. */
export const runs = defineEntity({
  name: 'runs',
  replicated: false,
  schema: runSchema,
  indexes: [['updatedAt'], ['conversationId', 'updatedAt'], ['state', 'updatedAt']],
  rights: { create: nobody, change: nobody, delete: nobody },
  refusals: [],
  rule: { fixed: [] },
  retention: { until: 'team-ends' },
  samples,
});
