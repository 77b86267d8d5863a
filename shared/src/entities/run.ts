import { z } from 'zod';
import { boundedJson } from './declaring/bounded-json.ts';
import { defineEntity, type Samples } from './declaring/define-entity.ts';
import { idSchema, timeSchema } from './declaring/fields.ts';
import { nobody } from './declaring/rights.ts';

/**
 * What a step did. The result of a `tool` or `model` step is recorded before anything that depends on it happens. An `event`
 * happened outside and is recorded before it counts: its name is one of `runEvents`.
 */
export const stepKinds = ['route', 'model', 'tool', 'reply', 'handover', 'event'] as const;

/**
 * `message`: the customer wrote more; `taken-over`: a person has the conversation; `cancelled`: a person stopped the run;
 * `limit`: one of the limits is reached, and the run winds up; `withheld`: a guard objected to the reply, which is not said.
 */
export const runEvents = ['message', 'taken-over', 'cancelled', 'limit', 'withheld'] as const;
export type RunEvent = (typeof runEvents)[number];

/**
 * `intended`: begun, and nobody knows yet how it ended; `waiting` for a person's approval; `approved`: to be performed;
 * `dropped`: called off before it took effect, since something happened meanwhile.
 */
export const stepStates = ['intended', 'waiting', 'approved', 'done', 'failed', 'dropped'] as const;

/** More than any tool is given or any model says; a run with many such steps meets the store's own limit. */
const stepValue = boundedJson(z.json(), 512 * 1024);

export const stepSchema = z.strictObject({
  /** 0-based; run id + index is the idempotency key of the step's effect. */
  index: z.int().min(0).max(10_000),
  agent: z.string().max(60),
  kind: z.enum(stepKinds),
  /** Tool, model or event. */
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

/** What a run was about in the end; `drafted`: a person decides whether what it prepared is said. */
export const runOutcomes = ['replied', 'handed-over', 'drafted', 'silent', 'cancelled'] as const;

/** One durable run of the agents over what a customer wrote in one go. Id: `run:<messageId>`. */
export const runSchema = z.strictObject({
  id: idSchema,
  conversationId: idSchema,
  /** The first message that it is about. */
  messageId: idSchema,
  /** The follow-up that it carries out; then `messageId` is the team's message that was not answered. */
  followUpId: idSchema.optional(),
  /** `waiting`: for an approval, while nothing else is left to do. */
  state: z.enum(['running', 'waiting', 'done', 'failed']),
  outcome: z.enum(runOutcomes).optional(),
  /** The person who asked for it to be stopped. */
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

/** The bulk of a team's documents, and nobody's to edit: devices read those that are looked at. */
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
