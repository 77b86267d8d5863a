import { diff3Merge } from 'node-diff3';

/**
 * Both changes of a text, or undefined when they touch: at least one unchanged word must lie between two changes. What both
 * changed alike is no clash.
 */
export const mergeText = (base: string, a: string, b: string): string | undefined => {
  const regions = diff3Merge(wordsOf(a), wordsOf(base), wordsOf(b), { excludeFalseConflicts: true });
  const merged = regions.map(({ ok }) => ok);
  return merged.every((words) => words !== undefined && words !== null) ? merged.flat().join('') : undefined;
};

/** Words with the space before them, so that going on after the last word does not change it. */
const wordsOf = (text: string): string[] => text.match(/\s*\S+|\s+$/g) ?? [];
