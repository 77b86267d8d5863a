import { analyzeText } from '../../language/analyze-text.ts';
import { wordGroups } from './word-groups.ts';

/** The stems of a group's words, without those that are common in any text. */
export const stemsOfWords = (words: string): readonly string[] => [
  ...new Set(analyzeText(words).flatMap(({ stem, stop, joint }) => (stop || joint ? [] : [stem]))),
];

let known: ReadonlyMap<string, readonly string[]> | undefined;

/** Built for the first question, because most devices never ask one. */
const groupsByStem = (): ReadonlyMap<string, readonly string[]> => {
  if (known) return known;
  const made = new Map<string, string[]>();
  for (const stems of wordGroups.map(stemsOfWords)) {
    for (const stem of stems) made.set(stem, [...(made.get(stem) ?? []), ...stems.filter((other) => other !== stem)]);
  }
  known = made;
  return made;
};

/** Returns the stems of words that may be used in place of this one, in either language. */
export const synonymsOf = (stem: string): readonly string[] => groupsByStem().get(stem) ?? [];
