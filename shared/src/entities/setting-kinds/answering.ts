import { z } from 'zod';
import { defineSettingKind, setByAdministrators } from './setting-kind.ts';

export const answeringSchema = z.strictObject({
  /** Hours without a word from a person of the team, after which their conversation goes back to the agents; never when absent. */
  handBackHours: z.int().min(1).max(720).optional(),
});

export const ANSWERING_ID = 'answering';

/** How the team's answering is set up. */
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
