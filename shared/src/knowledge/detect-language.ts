import type { Language } from '../entities/fields.ts';

/** By script: Russian when at least a third of the letters are Cyrillic, since Russian texts are full of Latin names. */
export const detectLanguage = (text: string): Language => {
  const cyrillic = text.match(/\p{Script=Cyrillic}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return cyrillic > 0 && cyrillic * 2 >= latin ? 'ru' : 'en';
};
