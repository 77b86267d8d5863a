import type { Entity } from '../entities/declaring/define-entity.ts';
import type { Policies } from '../entities/declaring/merge-policy.ts';
import type { Edits, Stamp } from '../entities/declaring/sync-fields.ts';
import { type CollectionName, entities } from '../entities/registry.ts';
import { absentPlaces, changedPlaces, listsIn } from './changed-places.ts';
import { nextAfter, nodeOf } from './hybrid-clock.ts';
import { withoutSettled } from './merge-conflicts.ts';
import { conflictsOf, editsOf, elementsOf, isFields, type Mergeable, seenOf, withBookkeeping } from './mergeable.ts';
import { nearestStamp } from './merging.ts';
import { pointerTo, valueAt } from './pointer.ts';
import { newestRemovals, placesOf, removalsOf } from './removals.ts';
import { isSameValue } from './same-state.ts';
import { joinSeen } from './version-vector.ts';

/** Node id for writes made by the server. */
export const SERVER_NODE = 'server';

/** `before` is the state from which the writer started; undefined if there was not even a deleted document. */
type Change = { readonly before: Mergeable | undefined; readonly after: Mergeable };

/**
 * Returns the changed document with stamps that record who changed what and when. A place that already has another
 * stamp than before (a merge's result) is left alone, and a document without bookkeeping inherits that of `before`.
 * `server`, `immutable` and `max` fields are not stamped, nor is a document that the server creates. `at` must be a
 * time of the writer's own node, and `before` must include everything that this node has written to this document,
 * because a state that contains a node's time includes everything of that node until then. If `at` is not later than
 * what `before` has of its node, the next later time is used.
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

/**
 * Creates one stamp for the whole document. If it replaces a deleted one, the absent fields are stamped too, so that no
 * earlier value returns.
 */
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

/**
 * Stamps the places. Stamps within a place are dropped, because an added or removed element has one stamp for all of
 * its fields.
 */
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
