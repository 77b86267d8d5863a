import type { Edits, Stamp } from '../entities/sync-fields.ts';
import { parentOf, valueAt } from './pointer.ts';

/**
 * Of each list: what bounds a document's bookkeeping, beside one stamp per field. Without its record a removal still stands
 * (`seen` tells that it was one), but is no longer told of when it meets an edit.
 */
const MAX_REMOVALS = 100;

/** Where the list `path` has nothing any more, by `edits`. */
export const removalsOf = (document: unknown, edits: Edits, path: string): readonly string[] =>
  Object.keys(edits).filter(
    (place) => place !== '' && parentOf(place) === path && valueAt(document, place) === undefined,
  );

export const newestRemovals = (
  removals: readonly (readonly [string, Stamp])[],
): readonly (readonly [string, Stamp])[] =>
  removals.length <= MAX_REMOVALS
    ? removals
    : removals.toSorted(([, a], [, b]) => (a.at > b.at ? -1 : 1)).slice(0, MAX_REMOVALS);
