import type { Conflict, Stamp } from '../entities/declaring/sync-fields.ts';
import { conflictsOf, type Fields } from './mergeable.ts';
import { type Merging, stampAt, versionAt } from './merging.ts';
import { parentOf, valueAt } from './pointer.ts';
import { isSameValue } from './same-state.ts';
import { covers, joinStamps, partOf, timesOf } from './version-vector.ts';

/**
 * Returns the conflicts of the merged document: those that both sides have, those of one side that the other does not
 * know yet, and the values that lost in this merge. A conflict that one side has and the other knew but no longer has
 * was settled there, so a dismissed conflict stays dismissed without any record of it (an observed-remove set, Bieniusa
 * et al. 2012).
 */
export const mergeConflicts = (merging: Merging, merged: Fields): readonly Conflict[] => {
  const waiting = joinRepeated([...waitingIn(merging, 'local'), ...waitingIn(merging, 'remote'), ...merging.lost]);
  for (const conflict of waiting) joinWithCurrent(merging, merged, conflict);
  return withoutSettled(waiting, { document: merged, edits: merging.edits });
};

/** If a waiting value equals the present one, it was entered twice; only a state with both edits includes the value. */
const joinWithCurrent = ({ edits }: Merging, merged: Fields, conflict: Conflict): void => {
  const { path, value, deleted, id: _, ...waiting } = conflict;
  const current = valueAt(merged, path);
  if (deleted || !hasPlace(merged, path) || !isSameValue(current, value)) return;
  const stamp = stampAt(edits, path, current);
  edits[path] = stamp ? joinStamps(stamp, waiting) : waiting;
};

const waitingIn = (merging: Merging, side: 'local' | 'remote'): readonly Conflict[] => {
  const otherSide = side === 'local' ? 'remote' : 'local';
  const other = merging[otherSide];
  const others = conflictsOf(other);
  return conflictsOf(merging[side]).flatMap((conflict) => {
    const stamp = stampOf(conflict);
    if (!hasPlace(other, conflict.path)) return [conflict];
    const open = new Set(
      [...others.filter((one) => isSameKind(one, conflict)), versionAt(other, conflict.path).stamp].flatMap(timesOf),
    );
    // A part that the other side knew was settled there, unless it still waits there. A value stays as a whole; of
    // several deletions that wait as one, each is judged by itself.
    const isOpen = !conflict.deleted && timesOf(stamp).some((at) => open.has(at));
    const unsettled = partOf(stamp, (at) => isOpen || open.has(at) || !covers(merging.seen[otherSide], at));
    return unsettled ? [withStamp(conflict, unsettled)] : [];
  });
};

/**
 * Whether the object or element to which the place belongs exists. If it was removed, its conflicts are kept or removed
 * with it.
 */
const hasPlace = (document: Fields, path: string): boolean => valueAt(document, parentOf(path)) !== undefined;

/** Whether all changes of `part` are among those of `whole`. */
export const isPartOf = (part: Stamp, whole: Stamp | undefined): boolean => {
  const times = timesOf(whole);
  return timesOf(part).every((at) => times.includes(at));
};

type Settled = { readonly document: Fields; readonly edits: Merging['edits'] };

/** Removes conflicts whose value is the present one or whose place no longer exists, and joins repeated ones. */
export const withoutSettled = (conflicts: readonly Conflict[], { document, edits }: Settled): readonly Conflict[] => {
  const open = conflicts.filter((conflict) => {
    const { path } = conflict;
    const current = valueAt(document, path);
    if (conflict.deleted) return current !== undefined;
    return (
      hasPlace(document, path) &&
      !isSameValue(current, conflict.value) &&
      !isPartOf(conflict, stampAt(edits, path, current))
    );
  });
  return joinRepeated(open);
};

const isSameKind = (a: Conflict, b: Conflict): boolean => a.path === b.path && a.deleted === b.deleted;

const hasSameValue = (a: Conflict, b: Conflict): boolean => isSameKind(a, b) && isSameValue(a.value, b.value);

/**
 * This happens when a text lost on one side as it was written, and on the other side merged with somebody else's
 * changes.
 */
const includesChanges = (whole: Conflict, part: Conflict): boolean => isSameKind(whole, part) && isPartOf(part, whole);

/** Conflicts with the same value become one, so that one choice settles it for all of its authors. */
const joinRepeated = (conflicts: readonly Conflict[]): readonly Conflict[] => {
  const joined: Conflict[] = [];
  for (const conflict of conflicts) {
    const at = joined.findIndex((one) => hasSameValue(one, conflict));
    const same = joined[at];
    if (same) joined[at] = joinConflicts(same, conflict);
    else joined.push(conflict);
  }
  return joined.filter((one) => !joined.some((other) => supersedes(other, one)));
};

/**
 * Whether `other` has more changes, or the same ones and a value that sorts later, so that all replicas keep the same
 * conflict.
 */
const supersedes = (other: Conflict, one: Conflict): boolean => {
  if (other === one || !includesChanges(other, one)) return false;
  return !includesChanges(one, other) || JSON.stringify(other.value) > JSON.stringify(one.value);
};

const joinConflicts = (a: Conflict, b: Conflict): Conflict => withStamp(a, joinStamps(stampOf(a), stampOf(b)));

const withStamp = ({ path, value, deleted }: Conflict, { at, by, receivedAt, also }: Stamp): Conflict => ({
  id: `${path}@${at}`,
  path,
  ...(value !== undefined && { value }),
  ...(deleted !== undefined && { deleted }),
  at,
  by,
  ...(receivedAt !== undefined && { receivedAt }),
  ...(also && { also }),
});

const stampOf = ({ id: _, path: __, value: ___, deleted: ____, ...stamp }: Conflict): Stamp => stamp;
