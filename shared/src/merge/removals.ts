import type { Edits, Stamp } from '../entities/sync-fields.ts';
import type { Element } from './mergeable.ts';
import { parentOf, pointerTo } from './pointer.ts';
import { latestFirst } from './stamp-order.ts';

/**
 * How many removals are recorded per list, which bounds a document's bookkeeping. Without a record a removal still stands, since
 * `seen` shows that it was one, but raises no conflict when it meets an edit.
 */
const MAX_REMOVALS = 100;

/** Pointers of the elements of the list `path`. */
export const placesOf = (path: string, elements: readonly Element[]): ReadonlySet<string> =>
  new Set(elements.map(({ id }) => pointerTo(path, id)));

/** Pointers of the elements that the list `path` once had, by `edits`, and has no longer. */
export const removalsOf = (edits: Edits, path: string, present: ReadonlySet<string>): ReadonlySet<string> =>
  new Set(Object.keys(edits).filter((place) => place !== '' && parentOf(place) === path && !present.has(place)));

export const newestRemovals = (
  removals: readonly (readonly [string, Stamp])[],
): readonly (readonly [string, Stamp])[] =>
  removals.length <= MAX_REMOVALS
    ? removals
    : removals.toSorted(([, a], [, b]) => latestFirst(a, b)).slice(0, MAX_REMOVALS);
