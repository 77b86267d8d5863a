import { z } from 'zod';
import { defineEntity, type Samples } from './declaring/define-entity.ts';
import { idSchema, timeSchema } from './declaring/fields.ts';
import { managers } from './declaring/rights.ts';
import { syncFields } from './declaring/sync-fields.ts';
import { refuseSample } from './declaring/write-rule.ts';

/** A product or service for sale. Agents quote prices only from here. */
export const catalogItemSchema = z.strictObject({
  id: idSchema,
  title: z.string().min(1).max(300),
  description: z.string().max(4000),
  /** The team's own article number. */
  sku: z.string().max(60).optional(),
  /** Price of one `unit`, in millionths of a unit of `currency`. */
  priceMicros: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  currency: z.string().length(3),
  unit: z.string().max(40),
  state: z.enum(['offered', 'withdrawn']),
  demo: z.boolean().optional(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  ...syncFields,
});
export type CatalogItem = z.infer<typeof catalogItemSchema>;

const at = Date.UTC(2026, 0, 15, 9);
const stored: CatalogItem = {
  ...{ id: 'hall', title: 'Зал «Атриум»', description: 'До 80 гостей, с террасой.', state: 'offered' },
  ...{ priceMicros: 120_000_000_000, currency: 'RUB', unit: 'день' },
  createdAt: at,
  updatedAt: at,
};
const samples: Samples<CatalogItem> = { stored, made: { ...stored, id: 'tent' }, change: { priceMicros: 5 } };

export const catalog = defineEntity({
  name: 'catalog',
  version: 0,
  schema: catalogItemSchema,
  indexes: [['updatedAt']],
  replicated: true,
  firstPull: 'last',
  newestFirst: { index: ['updatedAt'], descending: true },
  ofLargeTeams: 'everything',
  references: [],
  rights: { create: managers, change: managers, delete: managers },
  refusals: [],
  rule: { fixed: ['id', 'demo', 'createdAt'], create: refuseSample },
  retention: { until: 'removed' },
  samples,
  merge: {
    title: 'keep-both',
    description: 'text',
    sku: 'keep-both',
    priceMicros: 'keep-both',
    currency: 'keep-both',
    unit: 'keep-both',
    state: 'keep-both',
    demo: 'immutable',
    createdAt: 'immutable',
    updatedAt: 'max',
  },
});
