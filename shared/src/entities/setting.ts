import { z } from 'zod';
import { defineEntity, unchanged } from './define-entity.ts';
import { idSchema, languageSchema, timeSchema } from './fields.ts';
import { administrators } from './rights.ts';
import { syncFields } from './sync-fields.ts';
import { refuse, type WriteRule } from './write-rule.ts';

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
  /** Models that an agent may be given instead. */
  otherModels: z.array(z.string().max(120)).max(20).optional(),
  demo: z.boolean(),
});
export type TeamSetting = z.infer<typeof teamSettingSchema>;

/** What the `agent` field holds is people's; this is its name alone. Id: `agent:<name>`. */
const agentSettingSchema = z.strictObject({ kind: z.literal('agent'), name: z.string().min(1).max(60) });

/** How the team's answering is set up; what the `answering` field holds is people's. Id: `answering`. */
const answeringSettingSchema = z.strictObject({ kind: z.literal('answering') });

export const answeringSchema = z.strictObject({
  /** Hours without a word from a person of the team, after which their conversation goes back to the agents; never when absent. */
  handBackHours: z.int().min(1).max(720).optional(),
});

/**
 * How a team's agent differs from the built-in one of that name, or from the one that answers customers when the team made it
 * itself. What is absent is as there.
 */
export const agentConfigSchema = z.strictObject({
  enabled: z.boolean().optional(),
  /** What people call it; one without is built in. */
  title: z.string().trim().min(1).max(60).optional(),
  /** Words of messages that are for this agent, rather than for another that answers. */
  topics: z.array(z.string().trim().min(1).max(60)).max(40).optional(),
  /** Ids of the sources that it may search; all when absent. */
  knowledge: z.array(idSchema).max(500).optional(),
  /** The languages that it speaks; all when absent. */
  languages: z.array(languageSchema).min(1).optional(),
  model: z
    .strictObject({
      /** One of the configured models; the first when absent or gone. */
      name: z.string().max(120).optional(),
      temperature: z.number().min(0).max(2).optional(),
    })
    .optional(),
  prompt: z.strictObject({ ru: z.string().max(8000).optional(), en: z.string().max(8000).optional() }).optional(),
  tools: z.array(z.string().max(60)).max(40).optional(),
  /** Tools of which a person approves each call. */
  approvals: z.array(z.string().max(60)).max(40).optional(),
  limits: z
    .strictObject({
      steps: z.int().min(1).max(40).optional(),
      /** Of one run, all models. */
      tokens: z.int().min(0).max(10_000_000).optional(),
      costMicros: z.int().min(0).max(1e12).optional(),
    })
    .optional(),
});
export type AgentConfig = z.infer<typeof agentConfigSchema>;

export const settingSchema = z.strictObject({
  id: idSchema,
  updatedAt: timeSchema,
  value: z.discriminatedUnion('kind', [
    channelSettingSchema,
    teamSettingSchema,
    agentSettingSchema,
    answeringSettingSchema,
  ]),
  agent: agentConfigSchema.optional(),
  answering: answeringSchema.optional(),
  ...syncFields,
});
export type Setting = z.infer<typeof settingSchema>;

const refusals = ['setting.id_of_another', 'setting.delete_of_built_in'] as const;

const settingOfServer = refuse(
  'right.server_only',
  'Of the settings a device writes those of agents and answering only.',
  'value',
);

const isOfPeople = ({ kind }: Setting['value']): boolean => kind === 'agent' || kind === 'answering';

const rule: WriteRule<Setting, (typeof refusals)[number]> = {
  fixed: ['id', 'value'],
  create: ({ id, value }) => {
    if (!isOfPeople(value)) return settingOfServer;
    const expected = value.kind === 'agent' ? `agent:${value.name}` : value.kind;
    return id === expected ? undefined : refuse('setting.id_of_another', `The id must be ${expected}.`, 'id');
  },
  change: (_next, { value }) => (isOfPeople(value) ? undefined : settingOfServer),
  remove: ({ value, agent }) =>
    value.kind === 'agent' && agent?.title !== undefined
      ? undefined
      : refuse('setting.delete_of_built_in', 'Only an agent that the team made is removed; others are switched off.'),
};

export const settings = defineEntity({
  name: 'settings',
  version: 2,
  migrations: { 1: unchanged, 2: unchanged },
  schema: settingSchema,
  indexes: [['updatedAt']],
  replicated: true,
  firstPull: 'first',
  newestFirst: { index: ['updatedAt'], descending: true },
  rights: { create: administrators, change: administrators, delete: administrators },
  refusals,
  rule,
  merge: {
    value: 'server',
    agent: {
      fields: {
        enabled: 'keep-both',
        title: 'keep-both',
        topics: 'set-union',
        knowledge: 'set-union',
        languages: 'set-union',
        model: { fields: { name: 'keep-both', temperature: 'keep-both' } },
        prompt: { fields: { ru: 'text', en: 'text' } },
        tools: 'set-union',
        approvals: 'set-union',
        limits: { fields: { steps: 'keep-both', tokens: 'keep-both', costMicros: 'keep-both' } },
      },
    },
    answering: { fields: { handBackHours: 'keep-both' } },
    updatedAt: 'max',
  },
});
