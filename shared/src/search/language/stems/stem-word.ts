import { unitStem } from '../values/units.ts';
import { stemEnglish } from './stem-english.ts';
import { stemRussian } from './stem-russian.ts';

const MAX_CACHED = 100_000;
const cache = new Map<string, string>();

/**
 * Returns the Snowball stem of a folded word by its script, so mixed texts work. Other scripts and numbers are returned
 * unchanged.
 */
export const stemWord = (word: string): string => {
  const known = cache.get(word);
  if (known !== undefined) return known;
  if (cache.size >= MAX_CACHED) cache.clear();
  const stemmed = stemByScript(word);
  const stem = unitStem(stemmed) ?? stemmed;
  cache.set(word, stem);
  return stem;
};

const stemByScript = (word: string): string => {
  if (/^[а-я]{3,}$/.test(word)) return stemRussian(word);
  if (/^[a-z]{3,}$/.test(word)) return stemEnglish(word);
  return word;
};
