import { z } from 'zod';

export const MAX_TIME = 8.64e15;

/** Milliseconds since the epoch; the bounds are what an RxDB index needs. */
export const timeSchema = z.int().min(0).max(MAX_TIME).multipleOf(1);

/** A key that sorts newest first: a descending query cannot use a Dexie index. */
export const newestFirst = (time: number): number => MAX_TIME - time;

export const idSchema = z.string().min(1).max(200);
export const languageSchema = z.enum(['ru', 'en']);
export type Language = z.infer<typeof languageSchema>;

/** What a source and its passages are about, and when they hold: both ends belong to it, and without them it always holds. */
export const detailFields = {
  /** One product or service. */
  product: z.string().min(1).max(200).optional(),
  validFrom: timeSchema.optional(),
  validUntil: timeSchema.optional(),
};

/** Where an answer comes from: `quote` is the passage's text, sliced at `start..end` of the source's text. */
export const citationSchema = z.strictObject({
  passageId: idSchema,
  sourceId: idSchema,
  title: z.string().max(300),
  quote: z.string().max(4000),
});
export type Citation = z.infer<typeof citationSchema>;
