import { z } from 'zod';
import { defineSettingKind, setByServer } from './setting-kind.ts';

const value = z.strictObject({
  kind: z.literal('team'),
  name: z.string().max(200),
  slug: z.string().max(60),
  /** The configured model's name, or null if answers are quoted from the knowledge base. */
  model: z.string().max(120).nullable(),
  /** Other models that agents may use. */
  otherModels: z.array(z.string().max(120)).max(20).optional(),
  demo: z.boolean(),
});
export type TeamSetting = z.infer<typeof value>;

export const TEAM_SETTING_ID = 'team';

/** What the server can do for this team, so that the workspace can say what is missing. */
export const team = defineSettingKind({
  value,
  fields: {},
  merge: {},
  refusals: [],
  rights: setByServer,
  idOf: () => TEAM_SETTING_ID,
  isRemovable: () => false,
  sample: { value: { kind: 'team', name: 'Лофт', slug: 'loft', model: null, demo: false } },
});
