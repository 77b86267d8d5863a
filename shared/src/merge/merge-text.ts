import { diff3Merge } from 'node-diff3';

/**
 * Combines both changes of a text, or returns undefined when they overlap: at least one unchanged word must lie between
 * two changes. The same change on both sides does not conflict.
 */
export const mergeText = (base: string, a: string, b: string): string | undefined => {
  const regions = diff3Merge(wordsOf(a), wordsOf(base), wordsOf(b), { excludeFalseConflicts: true });
  const merged = regions.map(({ ok }) => ok);
  return merged.every((words) => words !== undefined && words !== null) ? merged.flat().join('') : undefined;
};

/** Splits into words with the preceding space, so that appending text does not change the last word. */
const wordsOf = (text: string): string[] => text.match(/\s*\S+|\s+$/g) ?? [];
