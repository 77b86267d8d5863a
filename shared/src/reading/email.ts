import type { Found } from '../text/word-pattern.ts';

const EMAIL =
  /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}][\p{L}\p{N}._%+-]{0,63}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}{2,24}(?![\p{L}\p{N}@])/gu;

/** Finds the e-mail addresses in a text, in lower case. */
export const findEmails = (text: string): readonly Found<string>[] =>
  [...text.matchAll(EMAIL)]
    .filter(([written]) => written.length <= 254 && !written.includes('..'))
    .map(({ 0: written, index }) => ({ value: written.toLowerCase(), start: index, end: index + written.length }));

/** Returns the address in lower case if the whole text is one. */
export const readEmail = (text: string): string | undefined => {
  const written = text.trim();
  return findEmails(written).find(({ start, end }) => end - start === written.length)?.value;
};
