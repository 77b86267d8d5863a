import { z } from 'zod';
import { idSchema } from '../declaring/fields.ts';
import { defineWorkKind, madeByAgents } from './work-kind.ts';

/**
 * How a follow-up ended: `sent`; the customer has `answered`, wants none (`opted-out`), or
 * has blocked us or cannot be written to without a template (`unreachable`); too many went to them (`capped`); a
 * person has the conversation, or the draft (`with-person`); nothing is left to ask (`closed`); the team wrote again
 * (`superseded`); it came too late (`expired`); the team wants none (`switched-off`); it `failed`. By hand: none of these.
 */
export const followUpEnds = [
  'sent',
  'answered',
  'opted-out',
  'unreachable',
  'capped',
  'with-person',
  'closed',
  'superseded',
  'expired',
  'switched-off',
  'failed',
] as const;
export type FollowUpEnd = (typeof followUpEnds)[number];

/** A message that will be written to a customer who does not answer. */
export const followUp = defineWorkKind({
  fields: {
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
  },
  merge: {
    followUp: { fields: { sequence: 'immutable', step: 'immutable', messageId: 'immutable', ended: 'server' } },
  },
  refusals: [],
  rights: madeByAgents,
  waitsInConversation: false,
  sample: { followUp: { sequence: 'silence', step: 0, messageId: 'telegram:42:7:1' } },
});
