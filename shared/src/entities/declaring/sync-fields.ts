import { z } from 'zod';
import { boundedJson } from './bounded-json.ts';

/** A hybrid logical time: `<ms, 15 digits>-<counter, 4 base-36 digits>-<node>`. Sorts as text; its node is whose clock it is. */
const hybridTimeSchema = z
  .string()
  .max(90)
  .regex(/^\d{15}-[0-9a-z]{4}-\S+$/);

/** `at` is the change's name as well: it never becomes another. `by` is a user's id, `agent:<name>` or `server`. */
const changeSchema = z.strictObject({
  at: hybridTimeSchema,
  by: z.string().max(200),
  /** When the server first had it, Unix ms, where `at` lay ahead of that: its place in the order of time, which `at` is not. */
  receivedAt: z.int().min(0).optional(),
});
export type Change = z.infer<typeof changeSchema>;

/** Who changed a field last, and when. */
const stampSchema = changeSchema.extend({
  /** Concurrent changes that the value holds as well: it was merged from theirs, or they entered the same. One per node at most. */
  also: z.array(changeSchema).max(100).optional(),
});
export type Stamp = z.infer<typeof stampSchema>;

/** More than any field holds that is merged as a whole. */
const MAX_VALUE_BYTES = 128 * 1024;

/** A value that lost to a concurrent one and waits for a person's choice. Id: `<path>@<at>`. Without a value it was cleared. */
const conflictSchema = stampSchema.extend({
  id: z.string().max(600),
  path: z.string().max(500),
  /** Any JSON: whatever the field holds. */
  value: boundedJson(z.unknown(), MAX_VALUE_BYTES).optional(),
  /** What `path` names was deleted by somebody who did not know of an edit of it; the edit was kept. */
  deleted: z.boolean().optional(),
});
export type Conflict = z.infer<typeof conflictSchema>;

/**
 * What a document that people edit carries so that any two of its states can be merged (docs/decisions/0011): maintained
 * by `shared/src/merge` alone.
 */
export const syncFields = {
  /** By JSON pointer (RFC 6901, list elements by their id); `''` is the document itself. What is not listed is as the server made it. */
  edits: z.record(z.string().max(500), stampSchema).optional(),
  /** A version vector: the newest time of each node that this state includes. */
  seen: z.record(z.string().max(70), hybridTimeSchema).optional(),
  conflicts: z.array(conflictSchema).max(200).optional(),
};
export type Edits = { readonly [path: string]: Stamp };
export type Seen = { readonly [node: string]: string };
