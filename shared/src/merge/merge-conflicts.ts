import type { Conflict, Stamp } from '../entities/sync-fields.ts';
import { conflictsOf, type Fields } from './mergeable.ts';
import { type Merging, stampAt, versionAt } from './merging.ts';
import { parentOf, valueAt } from './pointer.ts';
import { isSameValue } from './same-state.ts';
import { isLater } from './stamp-order.ts';
import { coversStamp, joinStamps, timesOf } from './version-vector.ts';

/**
 * What waits for a choice after the merge: what both sides wait with, what one side has not heard of yet, and what lost
 * just now. What one side alone has, and the other must have known, was settled there: so a dismissed conflict stays
 * dismissed without any record of it (an observed-remove set, Bieniusa et al. 2012).
 */
export const mergeConflicts = (merging: Merging, merged: Fields): readonly Conflict[] => {
  const waiting = [...waitingIn(merging, 'local'), ...waitingIn(merging, 'remote'), ...merging.lost];
  // One that the server has received says more than the same one that it has not.
  const [received, unreceived] = [true, false].map((is) =>
    waiting.filter((each) => (each.receivedAt !== undefined) === is),
  );
  const entries = new Map([...(unreceived ?? []), ...(received ?? [])].map((each) => [each.id, each]));
  for (const conflict of entries.values()) joinWithCurrent(merging, merged, conflict);
  return withoutSettled([...entries.values()], { document: merged, edits: merging.edits });
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
  const ids = new Set(conflictsOf(other).map(({ id }) => id));
  return conflictsOf(merging[side]).filter(
    (conflict) =>
      ids.has(conflict.id) ||
      !coversStamp(merging.seen[otherSide], conflict) ||
      isPartOf(conflict, versionAt(other, conflict.path).stamp) ||
      !hasPlace(other, conflict.path),
  );
};

/** What waits at an element that the other side removed goes or stays with the element. */
const hasPlace = (document: Fields, path: string): boolean => valueAt(document, parentOf(path)) !== undefined;

const isPartOf = (part: Stamp, whole: Stamp | undefined): boolean => {
  const times = timesOf(whole);
  return timesOf(part).every((at) => times.includes(at));
};

type Settled = { readonly document: Fields; readonly edits: Merging['edits'] };

/** Without those whose value is the present one, whose place is gone, and that say again what another says. */
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
  return open.filter((conflict) => !open.some((other) => isLater(other, conflict) && saysTheSame(other, conflict)));
};

const saysTheSame = (a: Conflict, b: Conflict): boolean =>
  a.path === b.path && a.deleted === b.deleted && isSameValue(a.value, b.value);
