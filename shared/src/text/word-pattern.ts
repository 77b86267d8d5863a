/** A value with the place where it was found: `text.slice(start, end)`. */
export type Found<T> = { readonly value: T; readonly start: number; readonly end: number };

/** Latin and Cyrillic letters, as ranges: V8 needs about a millisecond to compile each `\p{L}` of a pattern that ignores case. */
const LETTERS = 'A-Za-zÀ-ÖØ-öø-žЀ-ӿ';

/**
 * Builds a pattern that matches whole words only, because `\b` does not recognize Cyrillic letters. In `source`, `\p{L}` stands for a
 * Latin or Cyrillic letter.
 */
export const wholeWords = (source: string, flags = 'iu'): RegExp =>
  new RegExp(`(?<![${LETTERS}\\d])(?:${withRanges(source)})(?![${LETTERS}\\d])`, flags);

const withRanges = (source: string): string =>
  source.replace(/\[(?:[^\]\\]|\\.)*\]|\\p\{L\}/gu, (found) =>
    found.startsWith('[') ? found.replaceAll('\\p{L}', LETTERS) : `[${LETTERS}]`,
  );

/** Replaces what was found with spaces of the same length, so that nothing is read twice and offsets stay valid. */
export const blankOut = (text: string, found: readonly (Found<unknown> | undefined)[]): string =>
  found.reduce(
    (rest, span) =>
      span ? rest.slice(0, span.start) + ' '.repeat(span.end - span.start) + rest.slice(span.end) : rest,
    text,
  );
