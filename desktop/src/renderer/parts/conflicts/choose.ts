import type { Conflict } from '@inbetwin/shared/entities/declaring/sync-fields.ts';
import { ofNode } from '@inbetwin/shared/merge/hybrid-clock.ts';
import type { Mergeable } from '@inbetwin/shared/merge/mergeable.ts';
import { valueAt } from '@inbetwin/shared/merge/pointer.ts';
import { keepCurrent, takeOther } from '@inbetwin/shared/merge/resolve-conflict.ts';
import type { Synced } from './conflicts.ts';
import { withValueAt } from './with-value-at.ts';

/** Chooses one of a field's conflicting values: that of `conflictId`, otherwise the current one. No conflict remains at the field. */
export const chooseValue = <T extends Mergeable & Synced>(document: T, path: string, conflictId?: string): T => {
  const ids = (document.conflicts ?? []).filter((conflict) => conflict.path === path).map(({ id }) => id);
  const settled = ids.filter((id) => id !== conflictId).reduce<Mergeable>(keepCurrent, document);
  const chosen = conflictId === undefined || !ids.includes(conflictId) ? settled : takeOther(settled, conflictId);
  // A value was replaced by another value of the same field, so the type is unchanged.
  return chosen as T;
};

/**
 * Reopens a choice: restores the field and the values that conflicted. Devices that have received the choice consider those values settled,
 * so they get new times of `node`, which no other device and no other choice uses.
 */
export const openAgain = <T extends Synced>(
  current: T,
  before: Synced,
  { path, node }: { path: string; node: string },
): T => {
  const waited = (before.conflicts ?? [])
    .filter((conflict) => conflict.path === path)
    .map((conflict) => renew(conflict, node));
  const others = (current.conflicts ?? []).filter((conflict) => conflict.path !== path);
  const newest = waited
    .map(({ at }) => at)
    .sort()
    .at(-1);
  return {
    ...withValueAt(current, path, valueAt(before, path)),
    conflicts: [...others, ...waited],
    ...(newest === undefined ? {} : { seen: { ...current.seen, [node]: newest } }),
  };
};

const renew = (conflict: Conflict, node: string): Conflict => {
  const at = ofNode(conflict.at, node);
  return { ...conflict, id: `${conflict.path}@${at}`, at };
};
