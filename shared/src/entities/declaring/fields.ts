import { z } from 'zod';

export const MAX_TIME = 8.64e15;

/** Milliseconds since the epoch; RxDB requires bounds for an indexed field. */
export const timeSchema = z.int().min(0).max(MAX_TIME).multipleOf(1);

/** A key that sorts newest first, because a descending query cannot use a Dexie index. */
export const newestFirst = (time: number): number => MAX_TIME - time;

export const idSchema = z.string().min(1).max(200);
export const languageSchema = z.enum(['ru', 'en']);
export type Language = z.infer<typeof languageSchema>;

/** The product and validity of a source and its passages. Both ends are inclusive; without them it is always valid. */
export const detailFields = {
  /** The product or service, if it is about a single one. */
  product: z.string().min(1).max(200).optional(),
  validFrom: timeSchema.optional(),
  validUntil: timeSchema.optional(),
};

/** The origin of an answer: `quote` is the passage's text, at `start..end` of the source's text. */
export const citationSchema = z.strictObject({
  passageId: idSchema,
  sourceId: idSchema,
  title: z.string().max(300),
  quote: z.string().max(4000),
});
export type Citation = z.infer<typeof citationSchema>;
