import { editsOf, isFields, type Mergeable, seenOf } from './mergeable.ts';

/** JSON equality; an absent field equals an undefined one. */
export const isSameValue = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((value, index) => isSameValue(value, b[index]));
  }
  if (!isFields(a) || !isFields(b)) return false;
  for (const name in a) if (!isSameValue(a[name], b[name])) return false;
  for (const name in b) if (b[name] !== undefined && a[name] === undefined) return false;
  return true;
};

/** Tombstones are equal whatever they contain besides their bookkeeping. */
export const isSameState = (a: Mergeable, b: Mergeable): boolean => {
  if (!a._deleted || !b._deleted) return isSameValue(a, b);
  return a.id === b.id && isSameValue(editsOf(a)[''], editsOf(b)['']) && isSameValue(seenOf(a), seenOf(b));
};
