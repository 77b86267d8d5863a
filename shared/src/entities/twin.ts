import { z } from 'zod';
import { contacts } from './contact.ts';
import { defineEntity, type Samples, unchanged } from './declaring/define-entity.ts';
import { idSchema, timeSchema } from './declaring/fields.ts';
import { managers, nobody, sellers } from './declaring/rights.ts';
import { syncFields } from './declaring/sync-fields.ts';
import { refuse, type WriteRule } from './declaring/write-rule.ts';

export const factGroups = ['profile', 'needs', 'objections', 'preferences', 'promises', 'people'] as const;

/** A fact about a customer. Its id is derived from the message and the key, so learning it twice changes nothing. */
export const factSchema = z.strictObject({
  id: z.string().min(1).max(240),
  group: z.enum(factGroups),
  /** The kind of fact: `phone`, `budget`, `eventDate`, ... The interface has texts for the known ones. */
  key: z.string().max(60),
  value: z.string().max(1000),
  confidence: z.number().min(0).max(1),
  /** The message from which it was learned. */
  messageId: idSchema,
  conversationId: idSchema,
  observedAt: timeSchema,
  state: z.enum(['inferred', 'corrected', 'forbidden']),
});
export type Fact = z.infer<typeof factSchema>;

/** A contact's digital twin; its id is the contact's. */
export const twinSchema = z.strictObject({
  id: idSchema,
  facts: z.array(factSchema).max(500),
  demo: z.boolean().optional(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  ...syncFields,
});
export type Twin = z.infer<typeof twinSchema>;

const refusals = ['twin.facts_of_agents', 'twin.fact_origin'] as const;

const provenance: readonly (keyof Fact)[] = ['group', 'key', 'messageId', 'conversationId', 'observedAt'];

const rule: WriteRule<Twin, (typeof refusals)[number]> = {
  fixed: ['id', 'demo', 'createdAt'],
  revive: () => undefined,
  // A person may correct or forbid a fact, and undo that; the fact's origin stays.
  change: (next, present) => {
    const known = new Map(present.facts.map((fact) => [fact.id, fact]));
    const sameFacts = next.facts.length === known.size && next.facts.every(({ id }) => known.delete(id));
    if (!sameFacts) {
      const reason = 'A device neither adds nor drops facts: correct one, or forbid it.';
      return refuse('twin.facts_of_agents', reason, 'facts');
    }
    const before = new Map(present.facts.map((fact) => [fact.id, fact]));
    const forged = next.facts.find((fact) => provenance.some((field) => fact[field] !== before.get(fact.id)?.[field]));
    return forged && refuse('twin.fact_origin', `Where the fact ${forged.key} came from may not be changed.`, 'facts');
  },
};

const at = Date.UTC(2026, 0, 15, 9);
const factOf = (key: string, value: string): Fact => ({
  ...{ id: `m1:${key}`, group: 'profile', key, value, confidence: 0.9, state: 'inferred' },
  ...{ messageId: 'm1', conversationId: 'telegram:42:7', observedAt: at },
});
const facts = [factOf('phone', '+7 999 000-00-00'), factOf('budget', '300 000 ₽')];
const stored: Twin = { id: 'old', facts, createdAt: at, updatedAt: at };
const samples: Samples<Twin> = {
  stored,
  made: { ...stored, id: 'new' },
  change: { facts: facts.map((fact) => ({ ...fact, state: 'forbidden' })) },
};

export const twins = defineEntity({
  name: 'twins',
  version: 1,
  migrations: { 1: unchanged },
  schema: twinSchema,
  indexes: [['updatedAt']],
  replicated: true,
  firstPull: 'second',
  newestFirst: { index: ['updatedAt'], descending: true },
  ofLargeTeams: { wholeUpTo: 150_000, index: ['updatedAt'], descending: true },
  references: [],
  rights: { create: nobody, change: sellers, delete: managers },
  refusals,
  rule,
  retention: { until: { removedWith: contacts } },
  samples,
  merge: {
    facts: {
      listById: {
        group: 'immutable',
        key: 'immutable',
        value: 'keep-both',
        confidence: 'last-writer',
        messageId: 'immutable',
        conversationId: 'immutable',
        observedAt: 'immutable',
        state: 'keep-both',
      },
    },
    demo: 'immutable',
    createdAt: 'immutable',
    updatedAt: 'max',
  },
});
