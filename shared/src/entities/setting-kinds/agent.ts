import { z } from 'zod';
import { idSchema, languageSchema } from '../declaring/fields.ts';
import { defineSettingKind, setByAdministrators } from './setting-kind.ts';

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

export const agentSettingId = (name: string): string => `agent:${name}`;

/** What the team has set of one agent. The value is its name alone. */
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
  // Only an agent that the team made has a title of its own.
  isRemovable: ({ agent }) => agent?.title !== undefined,
  sample: { value: { kind: 'agent', name: 'rag' }, agent: { title: 'Опт', tools: ['search_knowledge'] } },
});
