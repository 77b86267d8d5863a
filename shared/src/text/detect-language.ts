import type { Language } from '../entities/fields.ts';

/**
 * Addresses and links say nothing of the language that a person writes in. An address is looked for at the beginning of a
 * word alone: from every letter on, a long run of letters would be walked through again and again.
 */
const ADDRESSES = /(?<!\S)\S[^\s@]*@\S+|[Hh][Tt]{2}[Pp][Ss]?:\/\/\S+|[Ww]{3}\.\S+/g;

/** Letters of each alphabet in a text. */
export type Letters = { readonly cyrillic: number; readonly latin: number };

/** The language of a text by its letters; undefined when there are none. One Russian word among brand names is Russian. */
export const detectLanguage = (text: string): Language | undefined => languageOfLetters(countLetters(text));

/** Letters outside of addresses and links. */
export const countLetters = (text: string): Letters => {
  const letters = text.replace(ADDRESSES, ' ');
  const cyrillic = letters.replace(/\P{Script=Cyrillic}+/gu, '').length;
  const latin = letters.replace(/\P{Script=Latin}+/gu, '').length;
  return { cyrillic, latin };
};

export const languageOfLetters = ({ cyrillic, latin }: Letters): Language | undefined => {
  if (cyrillic + latin === 0) return undefined;
  return cyrillic / (cyrillic + latin) >= 0.25 ? 'ru' : 'en';
};
