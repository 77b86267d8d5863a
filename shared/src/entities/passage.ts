import { z } from 'zod';
import { defineEntity, type Samples, unchanged } from './declaring/define-entity.ts';
import { detailFields, idSchema, languageSchema, timeSchema } from './declaring/fields.ts';
import { sellers } from './declaring/rights.ts';
import { refuse, refuseSample, type WriteRule } from './declaring/write-rule.ts';
import { sources } from './source.ts';

/** A piece of a source: `text` is at `start..end` of the source's extracted text (UTF-16 units). Id: `<sourceId>:<position>`. */
export const passageSchema = z.strictObject({
  id: idSchema,
  sourceId: idSchema,
  /** 0-based position within the source. */
  position: z.int().min(0).max(1e9).multipleOf(1),
  /** The source's title, and the headings above the passage. */
  title: z.string().max(300),
  text: z.string().max(8000),
  /** The question of a question-answer pair; `text` is the answer. */
  question: z.string().max(2000).optional(),
  start: z.int().min(0).max(1e12),
  end: z.int().min(0).max(1e12),
  language: languageSchema,
  /** Copied from its source. */
  ...detailFields,
  demo: z.boolean().optional(),
  updatedAt: timeSchema,
});
export type Passage = z.infer<typeof passageSchema>;

const refusals = ['passage.id_of_another'] as const;

const rule: WriteRule<Passage, (typeof refusals)[number]> = {
  fixed: ['id', 'sourceId', 'position', 'demo'],
  create: (passage) => {
    const { id, sourceId, position } = passage;
    return id === `${sourceId}:${position}`
      ? refuseSample(passage)
      : refuse('passage.id_of_another', `The id must be ${sourceId}:${position}, after source and position.`, 'id');
  },
};

const at = Date.UTC(2026, 0, 15, 9);
const sampleOf = (position: number, text: string): Passage => ({
  ...{ id: `source:1:${position}`, sourceId: 'source:1', position, title: 'Зал' },
  ...{ text, start: 0, end: text.length, language: 'ru', updatedAt: at },
});
const samples: Samples<Passage> = { stored: sampleOf(0, 'Зал'), made: sampleOf(1, 'Шатёр'), change: { text: 'Залы' } };

export const passages = defineEntity({
  name: 'passages',
  version: 1,
  migrations: { 1: unchanged },
  schema: passageSchema,
  indexes: [['sourceId', 'position'], ['updatedAt']],
  replicated: true,
  firstPull: 'last',
  newestFirst: 'last-written',
  ofLargeTeams: 'everything',
  references: [],
  rights: { create: sellers, change: sellers, delete: sellers },
  refusals,
  rule,
  retention: { until: { removedWith: sources } },
  samples,
});
