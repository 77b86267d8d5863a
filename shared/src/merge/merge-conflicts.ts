import type { Conflict, Stamp } from '../entities/sync-fields.ts';
import { conflictsOf, type Fields } from './mergeable.ts';
import { type Merging, stampAt, versionAt } from './merging.ts';
import { parentOf, valueAt } from './pointer.ts';
import { isSameValue } from './same-state.ts';
import { covers, joinStamps, partOf, timesOf } from './version-vector.ts';

/**
 * What waits for a choice after the merge: what both sides wait with, what one side has not heard of yet, and what lost
 * just now. What one side alone has, and the other must have known, was settled there: so a dismissed conflict stays
 * dismissed without any record of it (an observed-remove set, Bieniusa et al. 2012).
 */
export const mergeConflicts = (merging: Merging, merged: Fields): readonly Conflict[] => {
  const waiting = saidOnce([...waitingIn(merging, 'local'), ...waitingIn(merging, 'remote'), ...merging.lost]);
  for (const conflict of waiting) joinWithCurrent(merging, merged, conflict);
  return withoutSettled(waiting, { document: merged, edits: merging.edits });
};

/** What waits as another's value and is the present one by now was entered twice: only who knows both has known it. */
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
    // What the other side knew of it was settled there, unless it waits there, too: a value as a whole, deletions one by one.
    const isOpen = !conflict.deleted && timesOf(stamp).some((at) => open.has(at));
    const news = partOf(stamp, (at) => isOpen || open.has(at) || !covers(merging.seen[otherSide], at));
    return news ? [withStamp(conflict, news)] : [];
  });
};

/** What waits at an element that the other side removed goes or stays with the element. */
const hasPlace = (document: Fields, path: string): boolean => valueAt(document, parentOf(path)) !== undefined;

export const isPartOf = (part: Stamp, whole: Stamp | undefined): boolean => {
  const times = timesOf(whole);
  return timesOf(part).every((at) => times.includes(at));
};

type Settled = { readonly document: Fields; readonly edits: Merging['edits'] };

/** Without those whose value is the present one, or whose place is gone; what is left is said once. */
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
  return saidOnce(open);
};

const isSameKind = (a: Conflict, b: Conflict): boolean => a.path === b.path && a.deleted === b.deleted;

const saysTheSame = (a: Conflict, b: Conflict): boolean => isSameKind(a, b) && isSameValue(a.value, b.value);

/** A text that lost as it was written on one side, and together with what others had written on the other. */
const holds = (whole: Conflict, part: Conflict): boolean => isSameKind(whole, part) && isPartOf(part, whole);

/** Who entered the same without knowing of one another waits together: one choice settles it for all of them. */
const saidOnce = (conflicts: readonly Conflict[]): readonly Conflict[] => {
  const said: Conflict[] = [];
  for (const conflict of conflicts) {
    const at = said.findIndex((one) => saysTheSame(one, conflict));
    const same = said[at];
    if (same) said[at] = joinConflicts(same, conflict);
    else said.push(conflict);
  }
  return said.filter((one) => !said.some((other) => isMoreThan(other, one)));
};

/** Of two that are made of the same changes the one whose value sorts behind, so that all sides keep the same. */
const isMoreThan = (other: Conflict, one: Conflict): boolean => {
  if (other === one || !holds(other, one)) return false;
  return !holds(one, other) || JSON.stringify(other.value) > JSON.stringify(one.value);
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
