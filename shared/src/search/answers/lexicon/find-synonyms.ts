import { analyzeText } from '../../language/analyze-text.ts';
import { wordGroups } from './word-groups.ts';

/** The stems of words, without those that are common in any text. */
export const stemsOfWords = (words: string): readonly string[] => [
  ...new Set(analyzeText(words).flatMap(({ stem, stop, joint }) => (stop || joint ? [] : [stem]))),
];

/** A group as stems: words for one thing, and words for what is one of its kinds. */
export type StemGroup = { readonly same: readonly string[]; readonly narrower: readonly string[] };

/** Reads a line of the lexicon: words of one meaning, then after ">" those of a narrower one. */
export const readGroup = (line: string): StemGroup => {
  const [same = '', narrower = ''] = line.split(' > ');
  const own = stemsOfWords(same);
  return { same: own, narrower: stemsOfWords(narrower).filter((stem) => !own.includes(stem)) };
};

let known: ReadonlyMap<string, ReadonlySet<string>> | undefined;

/** Built for the first question, because most devices never ask one. */
const synonymsByStem = (): ReadonlyMap<string, ReadonlySet<string>> => {
  if (known) return known;
  const made = new Map<string, Set<string>>();
  const add = (stem: string, others: readonly string[]): void => {
    const held = made.get(stem) ?? new Set();
    for (const other of others) if (other !== stem) held.add(other);
    made.set(stem, held);
  };
  for (const { same, narrower } of wordGroups.map(readGroup)) {
    for (const stem of same) add(stem, [...same, ...narrower]);
    // A spaniel is a dog, but it is no poodle.
    for (const stem of narrower) add(stem, same);
  }
  known = made;
  return made;
};

/** Returns the stems of words that may be used in place of this one, in either language. */
export const synonymsOf = (stem: string): readonly string[] => [...(synonymsByStem().get(stem) ?? [])];
