import type { Edits, Stamp } from '../entities/declaring/sync-fields.ts';
import { isGone } from './existence.ts';
import { mergeStamps } from './merge-unit.ts';
import { type Element, editsOf, elementsOf } from './mergeable.ts';
import {
  copyStampsWithin,
  type Merging,
  nearestStamp,
  type Place,
  recordDeletion,
  recordStamp,
  timesWithin,
} from './merging.ts';
import { pointerTo } from './pointer.ts';
import { newestRemovals, placesOf, removalsOf } from './removals.ts';

/** Merges the fields of an element that both sides have. */
type MergeElement = (id: string, element: Place) => Element;

/**
 * Merges lists by element id: first the remote side's elements in its order, then those that only the local side has,
 * sorted by id.
 */
export const mergeList = (merging: Merging, list: Place, mergeElement: MergeElement): readonly Element[] => {
  const [bases, locals, remotes] = [byId(list.base), byId(list.local), byId(list.remote)];
  const ids = new Set([...remotes.keys(), ...[...locals.keys()].sort()]);
  const merged = [...ids].flatMap((id): readonly Element[] => {
    const path = pointerTo(list.path, id);
    const element = { path, base: bases.get(id), local: locals.get(id), remote: remotes.get(id) };
    if (!element.local || !element.remote) return keepOrDrop(merging, element);
    const [mine, theirs] = [editsOf(merging.local), editsOf(merging.remote)];
    const stamp = mergeStamps(nearestStamp(mine, path), nearestStamp(theirs, path), merging.seen);
    recordStamp(merging, path, { value: element.remote, stamp });
    return [mergeElement(id, element)];
  });
  recordRemovals(merging, list, placesOf(list.path, merged));
  return merged;
};

const byId = (list: unknown): ReadonlyMap<string, Element> =>
  new Map(elementsOf(list).map((element) => [element.id, element]));

type OneSided = {
  readonly path: string;
  readonly base: Element | undefined;
  readonly local: Element | undefined;
  readonly remote: Element | undefined;
};

const keepOrDrop = (merging: Merging, { path, base, local, remote }: OneSided): readonly Element[] => {
  const [having, lacking] = local ? (['local', 'remote'] as const) : (['remote', 'local'] as const);
  const element = local ?? remote;
  const stamp = nearestStamp(editsOf(merging[having]), path);
  const alive = { stamp, times: timesWithin(merging[having], path) };
  const gone = { stamp: editsOf(merging[lacking])[path], seen: merging.seen[lacking] };
  if (!element || isGone({ alive, gone, wasThere: base !== undefined })) return [];
  recordDeletion(merging, path, { deletion: gone.stamp, seen: merging.seen[having] });
  recordStamp(merging, path, { value: element, stamp });
  copyStampsWithin(merging, merging[having], path);
  return [element];
};

/** Records the newest removals that either side knows, for elements that the merged list does not have. */
const recordRemovals = (merging: Merging, list: Place, present: ReadonlySet<string>): void => {
  const [local, remote] = (['local', 'remote'] as const).map((side): Edits => {
    const edits = editsOf(merging[side]);
    const gone = removalsOf(edits, list.path, placesOf(list.path, elementsOf(list[side])));
    return Object.fromEntries(Object.entries(edits).filter(([place]) => gone.has(place)));
  });
  const removals = Object.keys({ ...local, ...remote }).flatMap((place): readonly (readonly [string, Stamp])[] => {
    const stamp = mergeStamps(local?.[place], remote?.[place], merging.seen);
    return stamp && !present.has(place) ? [[place, stamp]] : [];
  });
  for (const [place, stamp] of newestRemovals(removals)) merging.edits[place] = stamp;
};
