import { spokenNumbers } from './number-words.ts';

/** A word, a number or a single mark of a message: `text.slice(start, end)`. */
export type Word = {
  readonly kind: 'word' | 'number' | 'mark';
  /** As written. */
  readonly written: string;
  /** In lower case with «е» for «ё». */
  readonly lower: string;
  /** The value of a number, in digits or spelled out; NaN for anything else. */
  readonly value: number;
  readonly start: number;
  readonly end: number;
};

const PIECE = /\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)*|\d{1,3}(?:[ \u00a0]\d{3})+(?!\d)|\d+(?:[.,]\d+)?|[^\s\p{L}\d]/gu;

/** Returns the words, numbers and marks of a text in order. A spelled-out number is one word: «сорок два». */
export const readWords = (text: string): readonly Word[] => {
  const numbers = new Map(spokenNumbers(text).map((run) => [run.start, run]));
  const words: Word[] = [];
  let end = 0;
  for (const { 0: piece, index } of text.matchAll(PIECE)) {
    if (index < end) continue;
    const spoken = numbers.get(index);
    end = spoken?.end ?? index + piece.length;
    const written = text.slice(index, end);
    const lower = written.toLowerCase().replaceAll('ё', 'е');
    const isNumber = spoken !== undefined || /^\d/.test(piece);
    const value = spoken?.value ?? (isNumber ? Number(piece.replace(/[ \u00a0]/gu, '').replace(',', '.')) : Number.NaN);
    const kind = isNumber ? 'number' : /^\p{L}/u.test(piece) ? 'word' : 'mark';
    words.push({ kind, written, lower, value, start: index, end });
  }
  return words;
};
