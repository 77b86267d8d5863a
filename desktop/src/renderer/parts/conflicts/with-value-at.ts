import { elementsOf } from '@inbetwin/shared/merge/mergeable.ts';
import { parentOf, replaceAt, segmentsOf, valueAt } from '@inbetwin/shared/merge/pointer.ts';

/** Returns the document with a different value at a path; undefined removes the value. An element that is not in its list is appended. */
export const withValueAt = <T extends object>(document: T, path: string, value: unknown): T => {
  if (path === '') return document;
  const list = valueAt(document, parentOf(path));
  const isNew = Array.isArray(list) && valueAt(document, path) === undefined && value !== undefined;
  const [place, put] = isNew ? [parentOf(path), [...elementsOf(list), value]] : [path, value];
  // Only a part was replaced, so the type is unchanged.
  return replaceAt(document, segmentsOf(place), put) as T;
};
