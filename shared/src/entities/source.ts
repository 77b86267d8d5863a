import { z } from 'zod';
import { defineEntity, type Samples, unchanged } from './declaring/define-entity.ts';
import { detailFields, idSchema, languageSchema, timeSchema } from './declaring/fields.ts';
import { sellers } from './declaring/rights.ts';
import { syncFields } from './declaring/sync-fields.ts';
import { refuse, refuseSample, type WriteRule } from './declaring/write-rule.ts';

/** How a table is read: as question-answer pairs, or row by row, like a price list. */
export const tableKinds = ['pairs', 'rows'] as const;
export type TableKind = (typeof tableKinds)[number];

/** An imported file. `ready` means that its passages are stored; the search index follows the passages. */
export const sourceSchema = z.strictObject({
  id: idSchema,
  title: z.string().min(1).max(300),
  mediaType: z.string().max(100),
  fileName: z.string().max(300).optional(),
  /** SHA-256 of the original in hex. Importing the same file again yields the same source. */
  digest: z.string().length(64),
  /** Size of the original in bytes. */
  size: z.int().min(0).max(1e12),
  state: z.enum(['indexing', 'ready', 'failed']),
  error: z
    .strictObject({ code: z.string().max(60), message: z.string().max(500), hint: z.string().max(500) })
    .optional(),
  /** Rows or parts that could not be read; the others were. */
  warnings: z.array(z.strictObject({ line: z.int().min(0).max(1e9), message: z.string().max(300) })).max(100),
  passageCount: z.int().min(0).max(1e9),
  language: languageSchema,
  /** How the table was read; the next version under the same name is read the same way. */
  table: z.enum(tableKinds).optional(),
  ...detailFields,
  /**
   * Not all passages carry the source's title, product, and validity yet; this is completed at the next start. `titleBefore` is the title
   * in the other passages.
   */
  changing: z.strictObject({ titleBefore: z.string().max(300) }).optional(),
  demo: z.boolean().optional(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  ...syncFields,
});
export type Source = z.infer<typeof sourceSchema>;

export const sourceIdOf = (digest: string): string => `source:${digest.slice(0, 32)}`;

const refusals = ['source.digest', 'source.id_of_another'] as const;

const rule: WriteRule<Source, (typeof refusals)[number]> = {
  fixed: ['id', 'digest', 'size', 'demo', 'createdAt'],
  create: (source) => {
    const { id, digest } = source;
    if (!/^[0-9a-f]{64}$/.test(digest)) return refuse('source.digest', 'The digest must be SHA-256 in hex.', 'digest');
    if (id !== sourceIdOf(digest)) {
      return refuse('source.id_of_another', `The id must be ${sourceIdOf(digest)}, after the digest.`, 'id');
    }
    return refuseSample(source);
  },
};

const at = Date.UTC(2026, 0, 15, 9);
const sampleOf = (digest: string): Source => ({
  ...{ id: sourceIdOf(digest), digest, title: 'Цены', mediaType: 'text/plain', size: 3, state: 'indexing' },
  ...{ warnings: [], passageCount: 1, language: 'ru' },
  createdAt: at,
  updatedAt: at,
});
const samples: Samples<Source> = {
  stored: sampleOf('cd'.repeat(32)),
  made: sampleOf('ab'.repeat(32)),
  change: { title: 'Новые цены' },
};

export const sources = defineEntity({
  name: 'sources',
  version: 3,
  migrations: { 1: unchanged, 2: unchanged, 3: unchanged },
  schema: sourceSchema,
  indexes: [['updatedAt']],
  // Only unfinished sources, so that a start that completes them reads no others.
  serverIndexes: [['state', 'updatedAt'], ['changing.titleBefore']],
  replicated: true,
  firstPull: 'last',
  newestFirst: { index: ['updatedAt'], descending: true },
  ofLargeTeams: 'everything',
  references: [],
  rights: { create: sellers, change: sellers, delete: sellers },
  refusals,
  rule,
  retention: { until: 'removed', original: 'digest' },
  samples,
  merge: {
    title: 'keep-both',
    mediaType: 'immutable',
    fileName: 'immutable',
    digest: 'immutable',
    size: 'immutable',
    state: 'last-writer',
    error: 'last-writer',
    warnings: 'last-writer',
    passageCount: 'last-writer',
    language: 'last-writer',
    table: 'immutable',
    product: 'keep-both',
    validFrom: 'keep-both',
    validUntil: 'keep-both',
    changing: 'last-writer',
    demo: 'immutable',
    createdAt: 'immutable',
    updatedAt: 'max',
  },
});
