import type { Entity } from '../entities/define-entity.ts';
import type { Policies } from '../entities/merge-policy.ts';
import { type CollectionName, entities } from '../entities/registry.ts';
import type { Edits, Stamp } from '../entities/sync-fields.ts';
import { absentPlaces, changedPlaces, listsIn } from './changed-places.ts';
import { nextAfter, nodeOf } from './hybrid-clock.ts';
import { withoutSettled } from './merge-conflicts.ts';
import { conflictsOf, editsOf, elementsOf, isFields, type Mergeable, seenOf, withBookkeeping } from './mergeable.ts';
import { nearestStamp } from './merging.ts';
import { pointerTo, valueAt } from './pointer.ts';
import { newestRemovals, placesOf, removalsOf } from './removals.ts';
import { isSameValue } from './same-state.ts';
import { joinSeen } from './version-vector.ts';

/** Node id of writes that the server makes. */
export const SERVER_NODE = 'server';

/** `before` is the state that the writer started from; undefined if there was not even a deleted document. */
type Change = { readonly before: Mergeable | undefined; readonly after: Mergeable };

/**
 * The changed document with who changed what, and when. What already carries another stamp than before (a merge's result)
 * is left alone, and a document without bookkeeping takes over what was there. Nothing is noted of `server`, `immutable` and
 * `max` fields, nor of what the server makes where nothing was.
 *
 * `at` must be of the writer's own node, and `before` must include all that this node ever wrote of this document: a state
 * that carries a node's time says that it includes everything of that node until then. Should `at` not lie behind what
 * `before` has of its node, the next time that does is taken.
 */
export const stampChanges = (name: CollectionName, change: Change, { at, by }: Stamp): Mergeable => {
  const { merge }: Entity = entities[name];
  const { before, after } = change;
  if (!merge) return after;
  const known = before && seenOf(before)[nodeOf(at)];
  const stamp = { at: known !== undefined && known >= at ? nextAfter(known) : at, by };
  if (after._deleted) return stampDeletion(change, stamp);
  if (!before || before._deleted) return stampCreation(merge, change, stamp);
  return stampEdits(merge, { before, after }, stamp);
};

const seenWith = ({ before, after }: Change, at?: string) =>
  joinSeen(joinSeen(before ? seenOf(before) : {}, seenOf(after)), at === undefined ? {} : { [nodeOf(at)]: at });

const stampDeletion = (change: Change, stamp: Stamp): Mergeable => {
  const { before, after } = change;
  const was = before && editsOf(before)[''];
  const is = editsOf(after)[''] ?? (before?._deleted ? was : undefined);
  const isStamped = is !== undefined && (before?._deleted === true || !isSameValue(is, was));
  return withBookkeeping(
    { id: after.id, _deleted: true },
    { edits: { '': isStamped ? is : stamp }, seen: seenWith(change, isStamped ? undefined : stamp.at), conflicts: [] },
  );
};

/** One stamp for the whole document. Made over a deleted one, it also stamps the absent fields, so that no earlier value returns. */
const stampCreation = (policies: Policies, change: Change, stamp: Stamp): Mergeable => {
  const { before, after } = change;
  const isReceived = isFields(after.seen) && (!before || !isSameValue(editsOf(after)[''], editsOf(before)['']));
  if (isReceived) return after;
  if (!before && nodeOf(stamp.at) === SERVER_NODE) return after;
  const absent = before ? absentPlaces(policies, after) : [];
  const edits = Object.fromEntries(['', ...absent].map((place) => [place, stamp]));
  return withBookkeeping(after, { edits, seen: seenWith(change, stamp.at), conflicts: [] });
};

type Edit = { readonly before: Mergeable; readonly after: Mergeable };

const stampEdits = (policies: Policies, change: Edit, stamp: Stamp): Mergeable => {
  const { before, after } = change;
  const carrier = isFields(after.seen) || isFields(after.edits) ? after : before;
  const was = editsOf(before);
  const carried = editsOf(carrier);
  const places = changedPlaces(policies, change).filter((place) =>
    isSameValue(nearestStamp(carried, place), nearestStamp(was, place)),
  );
  if (places.length === 0 && carrier === after) return after;
  const edits = withStamps(carried, places, stamp);
  const kept = listsIn(policies).reduce((all, path) => withoutOldRemovals(all, after, path), edits);
  return withBookkeeping(after, {
    edits: kept,
    seen: seenWith(change, places.length > 0 ? stamp.at : undefined),
    conflicts: withoutSettled(conflictsOf(carrier), { document: after, edits: kept }),
  });
};

/** Stamps the places; stamps within a place are dropped, since an element that comes or goes carries one for all of its fields. */
export const withStamps = (edits: Edits, places: readonly string[], stamp: Stamp): Edits => {
  const isWithin = (path: string): boolean => places.some((place) => path.startsWith(pointerTo(place, '')));
  const others = Object.entries(edits).filter(([path]) => !isWithin(path));
  return Object.fromEntries([...others, ...places.map((place) => [place, stamp] as const)]);
};

const withoutOldRemovals = (edits: Edits, document: Mergeable, path: string): Edits => {
  const removals = removalsOf(edits, path, placesOf(path, elementsOf(valueAt(document, path))));
  const isRemoval = ([place]: readonly [string, Stamp]): boolean => removals.has(place);
  const [removed, others] = [true, false].map((is) => Object.entries(edits).filter((each) => isRemoval(each) === is));
  return Object.fromEntries([...(others ?? []), ...newestRemovals(removed ?? [])]);
};
