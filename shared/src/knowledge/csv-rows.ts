export type Row = {
  readonly cells: readonly string[];
  /** 1-based line of the file on which the row begins. */
  readonly line: number;
  /** Why the row cannot be read. */
  readonly fault?: string;
};

/** A table's text with the place that is read next. */
type Reader = { readonly text: string; readonly delimiter: string; at: number };

/** `badQuote`: where a quotation begins that is never closed, or that something follows. */
type ReadCells = { readonly cells: string[]; readonly badQuote?: number };

/**
 * Rows that are not empty, broken ones among them. Cells may stand in quotes (RFC 4180), with spaces behind them. A row with a bad
 * quotation is a fault, and reading goes on behind the line on which that begins, so a quote that is not closed costs one line.
 *
 * Linear in the text: a quotation ends at the first run of an odd number of quotes, and one that begins at such a run itself ends
 * whichever was open before, so no part of the text is searched for the end of a quotation twice.
 */
export const readCsvRows = (text: string, delimiter: string): Row[] => {
  const rows: Row[] = [];
  const reader: Reader = { text, delimiter, at: 0 };
  let line = 1;
  while (reader.at < text.length) {
    const start = reader.at;
    const { cells, badQuote } = readCells(reader);
    if (badQuote !== undefined) {
      reader.at = lineEndFrom(text, badQuote) + 1;
      rows.push({ cells, line, fault: 'A quotation mark is not closed.' });
    } else if (cells.some((cell) => cell !== '')) rows.push({ cells, line });
    line += countLines(text, start, reader.at);
  }
  return rows;
};

/** Reads to behind the end of a row's line. */
const readCells = (reader: Reader): ReadCells => {
  const { text, delimiter } = reader;
  const cells: string[] = [];
  for (;;) {
    const start = reader.at;
    const cell = text[start] === '"' ? readQuoted(reader) : readPlain(reader);
    if (cell === undefined) return { cells, badQuote: start };
    cells.push(cell.trim());
    const behind = text[reader.at];
    reader.at += 1;
    if (behind !== delimiter) return { cells };
  }
};

const readPlain = (reader: Reader): string => {
  const { text, delimiter, at } = reader;
  let end = at;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n') end += 1;
  reader.at = end;
  return text.slice(at, end);
};

/** Undefined for a quotation that is not closed, or that something else than the end of the cell follows. */
const readQuoted = (reader: Reader): string | undefined => {
  const { text, delimiter, at } = reader;
  const close = closingQuote(text, at + 1);
  if (close === undefined) return undefined;
  let end = close + 1;
  while (text[end] === ' ') end += 1;
  if (end < text.length && text[end] !== delimiter && text[end] !== '\n') return undefined;
  reader.at = end;
  return text.slice(at + 1, close).replaceAll('""', '"');
};

/** Two quotes within a quotation are one quote of its text. */
const closingQuote = (text: string, from: number): number | undefined => {
  let quote = text.indexOf('"', from);
  while (quote >= 0 && text[quote + 1] === '"') quote = text.indexOf('"', quote + 2);
  return quote < 0 ? undefined : quote;
};

const lineEndFrom = (text: string, at: number): number => {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
};

const countLines = (text: string, from: number, to: number): number => {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
};

export const withoutEmptyTail = (cells: readonly string[]): readonly string[] =>
  cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1);
