import { z } from 'zod';
import { citationSchema, idSchema } from '../declaring/fields.ts';
import { defineWorkKind, madeByAgents } from './work-kind.ts';

/** A reply that an agent has prepared for a person. */
export const suggestion = defineWorkKind({
  fields: {
    suggestion: z
      .strictObject({ runId: idSchema, text: z.string().max(16_000), citations: z.array(citationSchema).max(20) })
      .optional(),
  },
  merge: { suggestion: { fields: { runId: 'immutable', text: 'immutable', citations: 'immutable' } } },
  refusals: [],
  rights: madeByAgents,
  waitsInConversation: true,
  sample: { suggestion: { runId: 'run:1', text: 'Зал свободен.', citations: [] } },
});
