import type { Edits, Stamp } from '../entities/declaring/sync-fields.ts';
import type { Element } from './mergeable.ts';
import { parentOf, pointerTo } from './pointer.ts';
import { latestFirst } from './stamp-order.ts';

/**
 * The number of removals recorded per list, which bounds a document's bookkeeping. An unrecorded removal is still
 * recognized by `seen`, but raises no conflict when it meets an edit.
 */
const MAX_REMOVALS = 100;

/** Returns pointers to the elements of the list at `path`. */
export const placesOf = (path: string, elements: readonly Element[]): ReadonlySet<string> =>
  new Set(elements.map(({ id }) => pointerTo(path, id)));

/** Returns pointers to the elements that the list at `path` once had, according to `edits`, and no longer has. */
export const removalsOf = (edits: Edits, path: string, present: ReadonlySet<string>): ReadonlySet<string> =>
  new Set(Object.keys(edits).filter((place) => place !== '' && parentOf(place) === path && !present.has(place)));

/** Returns the newest removals, as many as are recorded. */
export const newestRemovals = (
  removals: readonly (readonly [string, Stamp])[],
): readonly (readonly [string, Stamp])[] =>
  removals.length <= MAX_REMOVALS
    ? removals
    : removals.toSorted(([, a], [, b]) => latestFirst(a, b)).slice(0, MAX_REMOVALS);
