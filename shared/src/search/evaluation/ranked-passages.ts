import type { SearchResult } from '../search-index.ts';

/** A result may stand for several passages: neighbours that were joined to it, and others that say the same. */
export const rankedPassages = (results: readonly SearchResult[]): readonly string[] =>
  results.flatMap(({ passageId, joined, duplicates }) => {
    const neighbours = joined.map((part) => part.passageId).filter((id) => id !== passageId);
    return [passageId, ...neighbours, ...duplicates];
  });
