import { z } from 'zod';
import { boundedJson } from './bounded-json.ts';

/** A hybrid logical time: `<ms, 15 digits>-<counter, 4 base-36 digits>-<node>`. It sorts as text; the node identifies the clock. */
const hybridTimeSchema = z
  .string()
  .max(90)
  .regex(/^\d{15}-[0-9a-z]{4}-\S+$/);

/** `at` also identifies the change and never changes. `by` is a user's id, `agent:<name>`, or `server`. */
const changeSchema = z.strictObject({
  at: hybridTimeSchema,
  by: z.string().max(200),
  /** When the server first received it, in ms since the epoch, if `at` was ahead of that; it then determines the order instead of `at`. */
  receivedAt: z.int().min(0).optional(),
});
export type Change = z.infer<typeof changeSchema>;

/** Who last changed a field, and when. */
const stampSchema = changeSchema.extend({
  /** Concurrent changes that the value includes as well, because it was merged from them or equals them. At most one per node. */
  also: z.array(changeSchema).max(100).optional(),
});
export type Stamp = z.infer<typeof stampSchema>;

/** Larger than any field that is merged as a whole, in bytes. */
const MAX_VALUE_BYTES = 128 * 1024;

/** A value that lost to a concurrent one and waits for a person's choice. Id: `<path>@<at>`. Without a value, the field was cleared. */
const conflictSchema = stampSchema.extend({
  id: z.string().max(600),
  path: z.string().max(500),
  /** Any JSON value that the field can hold. */
  value: boundedJson(z.unknown(), MAX_VALUE_BYTES).optional(),
  /** Somebody deleted what `path` names without knowing of a concurrent edit, and the edit was kept. */
  deleted: z.boolean().optional(),
});
export type Conflict = z.infer<typeof conflictSchema>;

/**
 * The bookkeeping by which any two states of an edited document can be merged (docs/decisions/0011). Only `shared/src/merge` maintains it.
 */
export const syncFields = {
  /**
   * Stamps by JSON pointer (RFC 6901, list elements by id); `''` is the document itself. A place without a stamp is as the server created
   * it.
   */
  edits: z.record(z.string().max(500), stampSchema).optional(),
  /** A version vector: the latest time of each node that this state includes. */
  seen: z.record(z.string().max(70), hybridTimeSchema).optional(),
  conflicts: z.array(conflictSchema).max(200).optional(),
};
export type Edits = { readonly [path: string]: Stamp };
export type Seen = { readonly [node: string]: string };
