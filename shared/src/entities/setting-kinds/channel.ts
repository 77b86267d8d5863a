import { z } from 'zod';
import { timeSchema } from '../declaring/fields.ts';
import { defineSettingKind, setByServer } from './setting-kind.ts';

const value = z.strictObject({
  kind: z.literal('channel'),
  channel: z.string().max(40),
  account: z.string().max(80),
  name: z.string().max(200),
  state: z.enum(['connecting', 'connected', 'failing', 'disconnected']),
  reason: z.strictObject({ code: z.string().max(60), message: z.string().max(500) }).optional(),
  checkedAt: timeSchema,
});
export type ChannelSetting = z.infer<typeof value>;

export const channelSettingId = ({ channel, account }: Pick<ChannelSetting, 'channel' | 'account'>): string =>
  `channel:${channel}:${account}`;

/** A connected channel, as everyone in the team may see it; it contains no credentials. */
export const channel = defineSettingKind({
  value,
  fields: {},
  merge: {},
  refusals: [],
  rights: setByServer,
  idOf: channelSettingId,
  isRemovable: () => false,
  sample: {
    value: { kind: 'channel', channel: 'telegram', account: '42', name: '@loft', state: 'connected', checkedAt: 1 },
  },
});
