import { z } from 'zod';
import { defineSettingKind, setByAdministrators } from './setting-kind.ts';

const value = z.strictObject({
  kind: z.literal('follow-up-template'),
  channel: z.string().max(40),
  account: z.string().max(80),
});
type FollowUpTemplateSetting = z.infer<typeof value>;

/** A copy of the template as it was selected; every placeholder is filled in with the customer's name. */
const followUpTemplateSchema = z.strictObject({
  name: z.string().max(200),
  language: z.string().max(20),
  body: z.string().max(4000),
});

export const followUpTemplateId = ({ channel, account }: Omit<FollowUpTemplateSetting, 'kind'>): string =>
  `follow-up-template:${channel}:${account}`;

/** The template for follow-ups in a channel that accepts no free text any more. Without one, no follow-up is sent then. */
export const followUpTemplate = defineSettingKind({
  value,
  fields: { followUpTemplate: followUpTemplateSchema.optional() },
  merge: { followUpTemplate: 'keep-both' },
  refusals: [],
  rights: setByAdministrators,
  idOf: followUpTemplateId,
  isRemovable: () => true,
  sample: {
    value: { kind: 'follow-up-template', channel: 'telegram', account: '42' },
    followUpTemplate: { name: 'remind', language: 'ru', body: 'Здравствуйте, {{1}}! Вопрос ещё актуален?' },
  },
});
