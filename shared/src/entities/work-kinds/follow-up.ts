import { z } from 'zod';
import { idSchema } from '../declaring/fields.ts';
import { defineWorkKind, madeByAgents } from './work-kind.ts';

/**
 * How a follow-up ended: `sent`; the customer `answered`, opted out (`opted-out`), or has blocked us or cannot be contacted without a
 * template (`unreachable`); the contact has received too many (`capped`); a person has the conversation or the draft (`with-person`);
 * nothing is left to ask (`closed`); the team wrote again (`superseded`); it was too late (`expired`); the team turned follow-ups off
 * (`switched-off`); or it `failed`. None of these if a person ended it.
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

/** A planned message to a customer who does not answer. */
export const followUp = defineWorkKind({
  fields: {
    followUp: z
      .strictObject({
        /** The sequence and the step in it. */
        sequence: z.string().max(60),
        step: z.int().min(0).max(100),
        /** The team's unanswered message. */
        messageId: idSchema,
        /** How it ended. */
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
