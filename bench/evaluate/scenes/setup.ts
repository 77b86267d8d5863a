import { conversationModes } from '@inbetwin/shared/entities/conversation.ts';
import { settingSchema } from '@inbetwin/shared/entities/setting.ts';
import { factGroups } from '@inbetwin/shared/entities/twin.ts';
import { z } from 'zod';

const text = z.string().trim().min(1);
const daySchema = z.iso.date();

const documentSchema = z.strictObject({
  title: text,
  /** Markdown. */
  text,
  validFrom: daySchema.optional(),
  validUntil: daySchema.optional(),
});

const itemSchema = z.strictObject({
  id: text,
  sku: text.optional(),
  title: text,
  description: z.string().default(''),
  /** In whole currency units. */
  price: z.number().min(0),
  currency: z.string().length(3).default('RUB'),
  unit: text.default('шт.'),
  state: z.enum(['offered', 'withdrawn']).default('offered'),
});
/** A catalog item of a scene. */
export type SceneItem = z.infer<typeof itemSchema>;

const factSchema = z.strictObject({ group: z.enum(factGroups), key: text, value: text });

const orderSchema = z.strictObject({
  lines: z.array(z.strictObject({ product: text, quantity: z.number().positive() })).min(1),
  state: z.enum(['open', 'done', 'cancelled']).default('open'),
});
/** An earlier order of a person. */
export type SceneOrder = z.infer<typeof orderSchema>;

const personSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[\w-]{1,40}$/)
    .default('u7'),
  name: text.default('guest'),
  facts: z.array(factSchema).default([]),
  orders: z.array(orderSchema).default([]),
});
/** A customer of a scene. */
export type ScenePerson = z.infer<typeof personSchema>;

/** What exists before the customer writes. */
export const setupSchema = z.strictObject({
  now: z.iso.datetime({ offset: true }).optional(),
  knowledge: z.array(documentSchema).optional(),
  catalog: z.array(itemSchema).optional(),
  /** The team's agent settings, laid over the built-in agents. */
  agents: z.record(text, settingSchema.shape.agent.unwrap()).optional(),
  customer: personSchema.optional(),
  /** Another customer, about whom nothing may be revealed. */
  other: z.strictObject({ ...personSchema.shape, says: text }).optional(),
  mode: z.enum(conversationModes).optional(),
});
/** The setup of a scene. */
export type Setup = z.infer<typeof setupSchema>;

/** A customer with default values. */
export const anybody: ScenePerson = personSchema.parse({});
