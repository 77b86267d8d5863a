import type { Language } from '../entities/declaring/fields.ts';

/**
 * E-mail addresses and links do not show which language a person writes in. An address is matched only at the beginning
 * of a word: trying every letter would make long runs of letters quadratic.
 */
const ADDRESSES = /(?<!\S)\S[^\s@]*@\S+|[Hh][Tt]{2}[Pp][Ss]?:\/\/\S+|[Ww]{3}\.\S+/g;

/** The number of letters of each alphabet in a text. */
export type Letters = { readonly cyrillic: number; readonly latin: number };

/**
 * Detects the language of a text by its letters; undefined when there are none. One Russian word among brand names
 * makes the text Russian.
 */
export const detectLanguage = (text: string): Language | undefined => languageOfLetters(countLetters(text));

/** Counts the letters outside of e-mail addresses and links. */
export const countLetters = (text: string): Letters => {
  const letters = text.replace(ADDRESSES, ' ');
  const cyrillic = letters.replace(/\P{Script=Cyrillic}+/gu, '').length;
  const latin = letters.replace(/\P{Script=Latin}+/gu, '').length;
  return { cyrillic, latin };
};

/** Returns Russian if at least a quarter of the letters are Cyrillic, otherwise English; undefined without letters. */
export const languageOfLetters = ({ cyrillic, latin }: Letters): Language | undefined => {
  if (cyrillic + latin === 0) return undefined;
  return cyrillic / (cyrillic + latin) >= 0.25 ? 'ru' : 'en';
};
