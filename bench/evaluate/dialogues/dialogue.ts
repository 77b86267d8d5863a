import { handoverReasons } from '@inbetwin/shared/conversations/hand-over.ts';
import { conversationModes } from '@inbetwin/shared/entities/conversation.ts';
import { languageSchema } from '@inbetwin/shared/entities/declaring/fields.ts';
import { runOutcomes } from '@inbetwin/shared/entities/run.ts';
import { z } from 'zod';
import { matcherSchema } from '../scenes/matcher.ts';
import { scriptSchema } from '../scenes/script.ts';
import { setupSchema } from '../scenes/setup.ts';

const text = z.string().trim().min(1);

const callSchema = z.strictObject({
  tool: text,
  agent: text.optional(),
  /** `waiting`: for a person's approval. */
  state: z.enum(['done', 'failed', 'waiting']).optional(),
  arguments: matcherSchema.optional(),
  result: matcherSchema.optional(),
});
/** A tool call that a turn must make. */
export type ExpectedCall = z.infer<typeof callSchema>;

const wordsSchema = z.strictObject({
  /** Each is a part of the text, ignoring case, spaces and ё, or a matcher of the whole text. */
  contains: z.array(matcherSchema).default([]),
  lacks: z.array(matcherSchema).default([]),
  /** A part of each cited quote or of its title. */
  cites: z.array(text).default([]),
  language: languageSchema.optional(),
});
/** What a reply must say and cite. */
export type ExpectedWords = z.infer<typeof wordsSchema>;

const expectationSchema = z.strictObject({
  /**
   * To which voices the expectation applies: any model (scripted or live), the rules that answer without a model, or
   * all.
   */
  when: z.enum(['any', 'model', 'no-model']).default('any'),
  outcome: z.enum([...runOutcomes, 'waiting']).optional(),
  calls: z.array(callSchema).default([]),
  forbidden: z.array(callSchema).default([]),
  reply: z
    .union([z.literal('none'), z.strictObject({ ...wordsSchema.shape, count: z.int().min(1).default(1) })])
    .optional(),
  suggestion: z.union([z.literal('none'), wordsSchema]).optional(),
  handover: z
    .union([z.literal(false), z.strictObject({ reason: z.enum(handoverReasons), summary: matcherSchema.optional() })])
    .optional(),
  conversation: matcherSchema.optional(),
  contact: matcherSchema.optional(),
  lead: matcherSchema.optional(),
  /** The facts of the customer's twin. */
  facts: matcherSchema.optional(),
  /** The customer's work that waits for a person or was created. */
  work: matcherSchema.optional(),
  noWork: z.array(matcherSchema).default([]),
});
/** What is expected of a turn. */
export type Expectation = z.infer<typeof expectationSchema>;

const personSchema = z.strictObject({
  /** The tool whose open call is approved, and optionally arguments that replace the model's. */
  approve: text.optional(),
  changed: z.json().optional(),
  refuse: text.optional(),
  reason: text.optional(),
  /** The person answers instead of the agent. */
  reply: text.optional(),
  mode: z.enum(conversationModes).optional(),
  status: z.enum(['open', 'closed']).optional(),
});
/** What a person of the team does in a turn. */
export type PersonAct = z.infer<typeof personSchema>;

const turnSchema = z
  .strictObject({
    /** The time since the previous turn: `20m`, `3h`, `2d`. */
    after: z
      .string()
      .regex(/^\d{1,4}[mhd]$/, 'must look like 20m, 3h or 2d')
      .optional(),
    /** What the customer writes; a list is several messages in quick succession. */
    customer: z.union([text, z.array(text).min(1).max(40)]).optional(),
    person: personSchema.optional(),
    /** Nobody writes, and the follow-ups that are due by then are sent. */
    silence: z.literal(true).optional(),
    script: scriptSchema.optional(),
    expect: z.union([expectationSchema, z.array(expectationSchema).min(1)]).optional(),
  })
  .refine((turn) => [turn.customer, turn.person, turn.silence].filter((one) => one !== undefined).length === 1, {
    message: 'is the customer’s, a person’s or silence',
  });
/** A turn of a dialogue, with what is expected of it. */
export type Turn = z.infer<typeof turnSchema>;

const dialogueSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{1,60}$/, 'is made of small letters, digits and -'),
  language: languageSchema,
  about: text.optional(),
  setup: setupSchema.default({}),
  turns: z.array(turnSchema).min(1),
});

/** A file of dialogues, whose name is their category. A dialogue's own setup overrides the file's. */
export const dialogueFileSchema = z.strictObject({
  setup: setupSchema.default({}),
  dialogues: z.array(dialogueSchema).min(1),
});

/** A dialogue with its category. */
export type Dialogue = z.infer<typeof dialogueSchema> & { readonly category: string };
