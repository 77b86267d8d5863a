import { foldText } from './fold-text.ts';

/** A longer run of letters is no word; its head is enough to find it again. */
const MAX_WORD_LENGTH = 64;

// A number with its separators ("10 000", "1,5"), or a run of letters; letters and digits part ("iphone15" is two words).
const WORD = /\d{1,3}(?:[ \u00a0\u202f,]\d{3})+(?![\d.,]*\d)|\d+(?:[.,]\d+)*|\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)?/gu;
const GROUPED_NUMBER = /^\d{1,3}(?:[ \u00a0\u202f,]\d{3})+$/;
const ENGLISH_CLITIC = /['’](?:s|re|ve|ll|d|m|t)$/;

/** Folded words of a text in their order: "10 000 ₽" and "10,000" both give "10000", "1,5" gives "1.5". */
export const splitWords = (text: string): string[] => {
  const words: string[] = [];
  for (const [found] of foldText(text).matchAll(WORD)) words.push(...plainWords(found));
  return words;
};

const plainWords = (found: string): string[] => {
  if (GROUPED_NUMBER.test(found)) return [found.replace(/\D/g, '')];
  if (/^\d/.test(found)) return [found.replaceAll(',', '.').slice(0, MAX_WORD_LENGTH)];
  return found
    .replace(ENGLISH_CLITIC, '')
    .split(/['’]/)
    .map((word) => word.slice(0, MAX_WORD_LENGTH));
};
