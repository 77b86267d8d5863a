import { z } from 'zod';
import { idSchema, languageSchema } from '../declaring/fields.ts';
import { defineSettingKind, setByAdministrators } from './setting-kind.ts';

/**
 * How the team's agent differs from the built-in one of that name or, for an agent that the team created, from the built-in one that
 * answers customers. Absent settings are as built in.
 */
export const agentConfigSchema = z.strictObject({
  enabled: z.boolean().optional(),
  /** The display name; agents without one are built in. */
  title: z.string().trim().min(1).max(60).optional(),
  /** Words in messages that this agent answers in preference to others. */
  topics: z.array(z.string().trim().min(1).max(60)).max(40).optional(),
  /** Ids of the sources that it may search; all if absent. */
  knowledge: z.array(idSchema).max(500).optional(),
  /** The languages that it answers in; all if absent. */
  languages: z.array(languageSchema).min(1).optional(),
  model: z
    .strictObject({
      /** One of the configured models; the first if absent or no longer configured. */
      name: z.string().max(120).optional(),
      temperature: z.number().min(0).max(2).optional(),
    })
    .optional(),
  prompt: z.strictObject({ ru: z.string().max(8000).optional(), en: z.string().max(8000).optional() }).optional(),
  tools: z.array(z.string().max(60)).max(40).optional(),
  /** Tools whose calls need a person's approval. */
  approvals: z.array(z.string().max(60)).max(40).optional(),
  limits: z
    .strictObject({
      steps: z.int().min(1).max(40).optional(),
      /** Limits for one run, over all models. */
      tokens: z.int().min(0).max(10_000_000).optional(),
      costMicros: z.int().min(0).max(1e12).optional(),
    })
    .optional(),
});
export type AgentConfig = z.infer<typeof agentConfigSchema>;

export const agentSettingId = (name: string): string => `agent:${name}`;

/** The team's settings of one agent. The value contains only its name. */
export const agent = defineSettingKind({
  value: z.strictObject({ kind: z.literal('agent'), name: z.string().min(1).max(60) }),
  fields: { agent: agentConfigSchema.optional() },
  merge: {
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
  },
  refusals: [],
  rights: setByAdministrators,
  idOf: ({ name }) => agentSettingId(name),
  // Only agents that the team created have a title.
  isRemovable: ({ agent }) => agent?.title !== undefined,
  sample: { value: { kind: 'agent', name: 'rag' }, agent: { title: 'Опт', tools: ['search_knowledge'] } },
});
