import { conflictsOf, isFields, type Mergeable } from './mergeable.ts';
import { replaceAt, segmentsOf } from './pointer.ts';

/** Settles a conflict in favor of the visible value. Write the result like any other change. */
export const keepCurrent = (document: Mergeable, conflictId: string): Mergeable => {
  const { conflicts: _, ...others } = document;
  const open = conflictsOf(document).filter(({ id }) => id !== conflictId);
  return { ...others, id: document.id, _deleted: document._deleted, ...(open.length > 0 && { conflicts: open }) };
};

/**
 * Settles a conflict in favor of the other value, or performs the deletion that was overruled. Write the result like
 * any other change: it is stamped as an edit of the person who chose. Without such a conflict the document is returned
 * unchanged.
 */
export const takeOther = (document: Mergeable, conflictId: string): Mergeable => {
  const conflict = conflictsOf(document).find(({ id }) => id === conflictId);
  if (!conflict) return document;
  const settled = keepCurrent(document, conflictId);
  if (conflict.path === '') return { ...settled, _deleted: true };
  const changed = replaceAt(settled, segmentsOf(conflict.path), conflict.value);
  return isFields(changed) ? { ...changed, id: document.id, _deleted: document._deleted } : settled;
};
