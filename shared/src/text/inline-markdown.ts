/** Removes the marks of emphasis and code; underscores and asterisks inside of a word stay. */
export const withoutEmphasis = (text: string): string => text.replace(EMPHASIS, '');

const EMPHASIS =
  /\*\*|~~|`|(?<![\p{L}\p{N}])\*(?=\S)|(?<=\S)\*(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])_{1,3}(?=[\p{L}\p{N}])|(?<=[\p{L}\p{N}.!?])_{1,3}(?![\p{L}\p{N}])/gu;

/** Turns Markdown into one line of text: links become their words, and emphasis and code lose their marks. */
export const withoutInlineMarkup = (markdown: string): string =>
  withoutEmphasis(markdown.replace(/!?\[([^\]]{0,300})\]\([^)]{0,500}\)/g, '$1'))
    .replace(/\s+/gu, ' ')
    .trim();

/** Splits a row of a Markdown table into its cells, which may contain escaped vertical bars. */
export const tableCells = (row: string): readonly string[] =>
  row
    .trim()
    .replace(/^\||(?<!\\)\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.replaceAll('\\|', '|').trim());
