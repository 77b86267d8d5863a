import { stemmer as stemEnglish } from '@orama/stemmers/english';
import { stemmer as stemRussian } from '@orama/stemmers/russian';

/** «шатёр» and «шатра», «подарок» and «подарка»: the vowel that Snowball leaves in one form alone. */
const FLEETING_VOWEL = /(?<=[а-я]{2})([бвгджзклмнпрстфхцчшщ])[ео]([рлцкн])$/;

const MAX_CACHED = 100_000;
const cache = new Map<string, string>();

/** Snowball stem of a folded word by its own script, so mixed texts work; other scripts and numbers stay as they are. */
export const stemWord = (word: string): string => {
  const known = cache.get(word);
  if (known !== undefined) return known;
  if (cache.size >= MAX_CACHED) cache.clear();
  const stem = stemByScript(word);
  cache.set(word, stem);
  return stem;
};

const stemByScript = (word: string): string => {
  if (/^[а-я]{3,}$/.test(word)) return stemRussian(word).replace(FLEETING_VOWEL, '$1$2');
  if (/^[a-z]{3,}$/.test(word)) return stemEnglish(word);
  return word;
};
