import { z } from 'zod';
import { defineSettingKind, setByAdministrators } from './setting-kind.ts';

export const answeringSchema = z.strictObject({
  /** Hours of inactivity of the team's people after which their conversation goes back to the agents; absent means never. */
  handBackHours: z.int().min(1).max(720).optional(),
});

export const ANSWERING_ID = 'answering';

/** The team's settings for answering. */
export const answering = defineSettingKind({
  value: z.strictObject({ kind: z.literal('answering') }),
  fields: { answering: answeringSchema.optional() },
  merge: { answering: { fields: { handBackHours: 'keep-both' } } },
  refusals: [],
  rights: setByAdministrators,
  idOf: () => ANSWERING_ID,
  isRemovable: () => false,
  sample: { value: { kind: 'answering' }, answering: { handBackHours: 12 } },
});
