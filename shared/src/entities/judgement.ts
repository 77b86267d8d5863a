import { z } from 'zod';
import { defineEntity, unchanged } from './define-entity.ts';
import { idSchema, languageSchema, timeSchema } from './fields.ts';
import { syncFields } from './sync-fields.ts';

export const MAX_QUERY = 400;
export const MAX_QUOTE = 300;

/** 2: answers the query; 1: in part; 0: does not. */
export const grades = [2, 1, 0] as const;
export type Grade = (typeof grades)[number];

/** One person's word on one passage for one query. Id: `<passageId> <userId>`, so that two people never overwrite each other. */
export const markSchema = z.strictObject({
  id: z.string().min(1).max(420),
  passageId: idSchema,
  sourceId: idSchema,
  grade: z.literal([...grades]),
  /** How the passage begins, to be read when it is gone. */
  quote: z.string().max(MAX_QUOTE),
  /** Of the passage's whole text (`digestText`): the same text under another id is still the passage that was marked. */
  digest: z.string().length(16),
  userId: idSchema,
  at: timeSchema,
});
export type Mark = z.infer<typeof markSchema>;

/** A query with what the team thinks of its results. Id: `judgementIdOf(query)`. */
export const judgementSchema = z.strictObject({
  id: idSchema,
  /** As it was first asked. */
  query: z.string().min(1).max(MAX_QUERY),
  language: languageSchema,
  marks: z.array(markSchema).max(500),
  note: z.string().max(1000).optional(),
  updatedAt: timeSchema,
  ...syncFields,
});
export type Judgement = z.infer<typeof judgementSchema>;

export const judgements = defineEntity({
  name: 'judgements',
  version: 1,
  migrations: { 1: unchanged },
  schema: judgementSchema,
  indexes: [['updatedAt']],
  replicated: true,
  firstPull: 'last',
  newestFirst: { index: ['updatedAt'], descending: true },
  merge: {
    query: 'immutable',
    language: 'immutable',
    marks: {
      listById: {
        passageId: 'immutable',
        sourceId: 'immutable',
        grade: 'keep-both',
        quote: 'last-writer',
        digest: 'last-writer',
        userId: 'immutable',
        at: 'last-writer',
      },
    },
    note: 'text',
    updatedAt: 'max',
  },
});
