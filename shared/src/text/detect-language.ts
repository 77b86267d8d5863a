import type { Language } from '../entities/fields.ts';

/** Addresses and links say nothing of the language that a person writes in. */
const ADDRESSES = /\S+@\S+|https?:\/\/\S+|www\.\S+/giu;

/** The language of a text by its letters; undefined when there are none. One Russian word among brand names is Russian. */
export const detectLanguage = (text: string): Language | undefined => {
  const letters = text.replace(ADDRESSES, ' ');
  const cyrillic = letters.match(/\p{Script=Cyrillic}/gu)?.length ?? 0;
  const latin = letters.match(/\p{Script=Latin}/gu)?.length ?? 0;
  if (cyrillic + latin === 0) return undefined;
  return cyrillic / (cyrillic + latin) >= 0.25 ? 'ru' : 'en';
};
