import type { Edits, Stamp } from '../entities/sync-fields.ts';
import type { Element } from './mergeable.ts';
import { parentOf, pointerTo } from './pointer.ts';
import { latestFirst } from './stamp-order.ts';

/**
 * Of each list: what bounds a document's bookkeeping, beside one stamp per field. Without its record a removal still stands
 * (`seen` tells that it was one), but is no longer told of when it meets an edit.
 */
const MAX_REMOVALS = 100;

/** Pointers of the elements of the list `path`. */
export const placesOf = (path: string, elements: readonly Element[]): ReadonlySet<string> =>
  new Set(elements.map(({ id }) => pointerTo(path, id)));

/** Where, by `edits`, the list `path` has nothing any more. */
export const removalsOf = (edits: Edits, path: string, present: ReadonlySet<string>): ReadonlySet<string> =>
  new Set(Object.keys(edits).filter((place) => place !== '' && parentOf(place) === path && !present.has(place)));

export const newestRemovals = (
  removals: readonly (readonly [string, Stamp])[],
): readonly (readonly [string, Stamp])[] =>
  removals.length <= MAX_REMOVALS
    ? removals
    : removals.toSorted(([, a], [, b]) => latestFirst(a, b)).slice(0, MAX_REMOVALS);
