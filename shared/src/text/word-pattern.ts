/** Where something was found: `text.slice(start, end)`. */
export type Found<T> = { readonly value: T; readonly start: number; readonly end: number };

/** A pattern that matches whole words only: `\b` knows no Cyrillic. */
export const wholeWords = (source: string, flags = 'iu'): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, flags);

/** The same text with what was found turned to spaces, so that nothing is read twice and offsets hold. */
export const blankOut = (text: string, found: readonly (Found<unknown> | undefined)[]): string =>
  found.reduce(
    (rest, span) =>
      span ? rest.slice(0, span.start) + ' '.repeat(span.end - span.start) + rest.slice(span.end) : rest,
    text,
  );
