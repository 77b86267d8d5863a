import { plainWords } from './split-words.ts';
import { stemWord } from './stems/stem-word.ts';
import { isStopWord } from './stop-words.ts';
import type { Term } from './term.ts';

const MAX_CACHED = 100_000;
const MAX_KEY_LENGTH = 64;
const cache = new Map<string, readonly Term[]>();

/**
 * Returns the terms of one run of letters as written: one, or several around an apostrophe. Returns the same objects
 * each time.
 */
export const readWord = (letters: string): readonly Term[] => {
  const key = letters.length > MAX_KEY_LENGTH ? letters.slice(0, MAX_KEY_LENGTH) : letters;
  const known = cache.get(key);
  if (known !== undefined) return known;
  if (cache.size >= MAX_CACHED) cache.clear();
  // A slice would keep the whole original text in memory.
  const copy = Array.from(key).join('');
  const terms = plainWords(copy).map((word) => ({ word, stem: stemWord(word), stop: isStopWord(word) }));
  cache.set(copy, terms);
  return terms;
};
