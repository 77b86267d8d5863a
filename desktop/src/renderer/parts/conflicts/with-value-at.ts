import { elementsOf } from '@inbetwin/shared/merge/mergeable.ts';
import { parentOf, replaceAt, segmentsOf, valueAt } from '@inbetwin/shared/merge/pointer.ts';

/** The document with another value at an address; undefined takes it away. An element that is not in its list is added. */
export const withValueAt = <T extends object>(document: T, path: string, value: unknown): T => {
  if (path === '') return document;
  const list = valueAt(document, parentOf(path));
  const isNew = Array.isArray(list) && valueAt(document, path) === undefined && value !== undefined;
  const [place, put] = isNew ? [parentOf(path), [...elementsOf(list), value]] : [path, value];
  // A part of it was replaced: it is a document of the same kind.
  return replaceAt(document, segmentsOf(place), put) as T;
};
