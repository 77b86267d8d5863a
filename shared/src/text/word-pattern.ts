/** A value with the place where it was found: `text.slice(start, end)`. */
export type Found<T> = { readonly value: T; readonly start: number; readonly end: number };

/** Builds a pattern that matches whole words only, because `\b` does not recognize Cyrillic letters. */
export const wholeWords = (source: string, flags = 'iu'): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, flags);

/** Replaces what was found with spaces of the same length, so that nothing is read twice and offsets stay valid. */
export const blankOut = (text: string, found: readonly (Found<unknown> | undefined)[]): string =>
  found.reduce(
    (rest, span) =>
      span ? rest.slice(0, span.start) + ' '.repeat(span.end - span.start) + rest.slice(span.end) : rest,
    text,
  );
