import { foldText, normalizeCharacters } from './fold-text.ts';
import { scanTokens } from './scan-tokens.ts';

/** A longer run of letters is not a word; its beginning is enough to find it again. */
const MAX_WORD_LENGTH = 64;

const ENGLISH_CLITIC = /['’](?:s|re|ve|ll|d|m|t)$/;

/**
 * Returns the folded words of a text in order: "10 000 ₽" and "10,000" both give "10000", "1,5" gives "1.5". Never
 * throws.
 */
export const splitWords = (text: string): string[] => {
  const normal = normalizeCharacters(text);
  return scanTokens(normal).flatMap(({ start, end, kind, value }) => {
    if (kind === 'word') return plainWords(normal.slice(start, end));
    return kind === 'number' ? [value] : phoneParts(normal.slice(start, end));
  });
};

/** Returns the folded words of one run of letters: one, or those around an apostrophe. */
export const plainWords = (letters: string): string[] => {
  const word = foldText(letters.slice(0, MAX_WORD_LENGTH));
  return /['’]/.test(word) ? word.replace(ENGLISH_CLITIC, '').split(/['’]/) : [sameScript(word)];
};

/** Returns the groups of digits in which a phone number is written. */
export const phoneParts = (phone: string): string[] => phone.match(/\d+/g) ?? [];

const CYRILLIC = 'авекмнорстух';
const LATIN = 'abekmhopctyx';
const MIXED = /[а-я][a-z]|[a-z][а-я]/;

/**
 * Converts Cyrillic letters to the Latin letters that they look like, if that is possible for the whole word; otherwise
 * returns undefined.
 */
export const latinLookalike = (word: string): string | undefined => spelt(word, [CYRILLIC, LATIN], /[а-я]/);

const cyrillicLookalike = (word: string): string | undefined => spelt(word, [LATIN, CYRILLIC], /[a-z]/);

const spelt = (word: string, [from, to]: readonly [string, string], foreign: RegExp): string | undefined => {
  let found = '';
  for (const letter of word) {
    const at = from.indexOf(letter);
    if (at < 0 && foreign.test(letter)) return undefined;
    found += at < 0 ? letter : to.charAt(at);
  }
  return found;
};

/**
 * Corrects a word with one or two lookalike letters of the other alphabet, as typing errors and filter evasion leave
 * them.
 */
const sameScript = (word: string): string =>
  MIXED.test(word) ? (cyrillicLookalike(word) ?? latinLookalike(word) ?? word) : word;
