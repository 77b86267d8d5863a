import { z } from 'zod';
import { defineEntity } from './define-entity.ts';
import { idSchema, timeSchema } from './fields.ts';

/** A connected channel, as everyone in the team may see it. Its token is never here. Id: `channel:<kind>:<account>`. */
const channelSettingSchema = z.strictObject({
  kind: z.literal('channel'),
  channel: z.string().max(40),
  account: z.string().max(80),
  name: z.string().max(200),
  state: z.enum(['connecting', 'connected', 'failing', 'disconnected']),
  reason: z.strictObject({ code: z.string().max(60), message: z.string().max(500) }).optional(),
  checkedAt: timeSchema,
});
export type ChannelSetting = z.infer<typeof channelSettingSchema>;

/** What the server can do for this team, so that the workspace can say plainly what is missing. Id: `team`. */
const teamSettingSchema = z.strictObject({
  kind: z.literal('team'),
  name: z.string().max(200),
  slug: z.string().max(60),
  /** The configured model's name, or null: answers are then quoted from the knowledge base. */
  model: z.string().max(120).nullable(),
  demo: z.boolean(),
});
export type TeamSetting = z.infer<typeof teamSettingSchema>;

export const settingSchema = z.strictObject({
  id: idSchema,
  updatedAt: timeSchema,
  value: z.discriminatedUnion('kind', [channelSettingSchema, teamSettingSchema]),
});
export type Setting = z.infer<typeof settingSchema>;

export const settings = defineEntity({
  name: 'settings',
  version: 0,
  schema: settingSchema,
  indexes: [['updatedAt']],
  newestFirst: { index: ['updatedAt'], descending: true },
});
