import { foldText, normaliseCharacters } from './fold-text.ts';
import { scanTokens } from './scan-tokens.ts';

/** A longer run of letters is no word; its head is enough to find it again. */
const MAX_WORD_LENGTH = 64;

const ENGLISH_CLITIC = /['’](?:s|re|ve|ll|d|m|t)$/;

/** Folded words of a text in their order: "10 000 ₽" and "10,000" both give "10000", "1,5" gives "1.5". Never throws. */
export const splitWords = (text: string): string[] => {
  const normal = normaliseCharacters(text);
  return scanTokens(normal).flatMap(({ start, end, kind, value }) => {
    if (kind === 'word') return plainWords(normal.slice(start, end));
    return kind === 'number' ? [value] : phoneParts(normal.slice(start, end));
  });
};

/** The folded words of one run of letters: one, or those around an apostrophe. */
export const plainWords = (letters: string): string[] => {
  const word = foldText(letters.slice(0, MAX_WORD_LENGTH));
  return /['’]/.test(word) ? word.replace(ENGLISH_CLITIC, '').split(/['’]/) : [sameScript(word)];
};

/** The groups of digits that a phone number is written in. */
export const phoneParts = (phone: string): string[] => phone.match(/\d+/g) ?? [];

const CYRILLIC = 'авекмнорстух';
const LATIN = 'abekmhopctyx';
const MIXED = /[а-я][a-z]|[a-z][а-я]/;

/** Cyrillic letters that look like Latin ones as these, if all of the word's do; else undefined. */
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

/** A word with a letter or two of the other alphabet that look the same, as a slip of the keyboard or a filter's evasion leaves them. */
const sameScript = (word: string): string =>
  MIXED.test(word) ? (cyrillicLookalike(word) ?? latinLookalike(word) ?? word) : word;
