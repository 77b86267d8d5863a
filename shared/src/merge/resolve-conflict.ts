import { conflictsOf, isFields, type Mergeable } from './mergeable.ts';
import { replaceAt, segmentsOf } from './pointer.ts';

/** What is shown stays, and the other value is let go. Write the result like any other change. */
export const keepCurrent = (document: Mergeable, conflictId: string): Mergeable => {
  const { conflicts: _, ...others } = document;
  const open = conflictsOf(document).filter(({ id }) => id !== conflictId);
  return { ...others, id: document.id, _deleted: document._deleted, ...(open.length > 0 && { conflicts: open }) };
};

/**
 * The value that lost takes the present one's place, or the deletion that was overruled happens. Write the result like any
 * other change: it is stamped as an edit of the person who chose. Without such a conflict the document is as it was.
 */
export const takeOther = (document: Mergeable, conflictId: string): Mergeable => {
  const conflict = conflictsOf(document).find(({ id }) => id === conflictId);
  if (!conflict) return document;
  const settled = keepCurrent(document, conflictId);
  if (conflict.path === '') return { ...settled, _deleted: true };
  const changed = replaceAt(settled, segmentsOf(conflict.path), conflict.value);
  return isFields(changed) ? { ...changed, id: document.id, _deleted: document._deleted } : settled;
};
