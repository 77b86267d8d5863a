import type { SearchResult } from '../search-index.ts';

/**
 * Returns the ids of all passages in rank order. A result may stand for several: neighbors that were joined to it, and
 * duplicates.
 */
export const rankedPassages = (results: readonly SearchResult[]): readonly string[] =>
  results.flatMap(({ passageId, joined, duplicates }) => {
    const neighbors = joined.map((part) => part.passageId).filter((id) => id !== passageId);
    return [passageId, ...neighbors, ...duplicates];
  });
