export type Row = {
  readonly cells: readonly string[];
  /** 1-based number of the line on which the row begins. */
  readonly line: number;
  /** Why the row cannot be read. */
  readonly fault?: string;
};

/** Maximum length of a quotation in characters; one that is not closed within it counts as unclosed. */
export const MAX_ROW_LENGTH = 131_072;

/** `badQuote`: where a quotation begins that is never closed or that is followed by other text. */
type ReadCells = { readonly cells: string[]; readonly badQuote?: number };

/** The text ends before the rest of the row is known. */
const unfinished = Symbol('unfinished');
type Unfinished = typeof unfinished;

/** A part of a table's text with the current position. `isWhole` means that no more text follows. */
type Reader = { readonly text: string; readonly delimiter: string; readonly isWhole: boolean; at: number };

/**
 * Reads a table whose text arrives in parts and yields rows that are not empty, including broken ones. Cells may be quoted (RFC 4180), with
 * spaces after the quotation. A row with a bad quotation is broken, and reading continues after the line on which the quotation begins, so
 * an unclosed quote costs one line.
 *
 * Takes linear time: a quotation ends at the first run of an odd number of quotes, and one that begins at such a run ends the one that was
 * open before, so no part of the text is searched twice for the end of a quotation. A row that is cut off by the end of a part is read
 * again when more text has arrived, a limited number of times.
 */
export const createRowReader = (delimiter: string) => {
  let held = '';
  let line = 1;
  /** Whether the rest of a line that is too long is being skipped. */
  let isSkipping = false;

  const skipLine = (): void => {
    const newline = held.indexOf('\n');
    isSkipping = newline < 0;
    held = isSkipping ? '' : held.slice(newline + 1);
    if (!isSkipping) line += 1;
  };

  /** Returns the complete rows of the held text; at the end, all of them. */
  const take = (isEnd: boolean): Row[] => {
    const rows: Row[] = [];
    if (isSkipping) skipLine();
    let at = 0;
    while (at < held.length) {
      const isWhole = isEnd || held.length - at >= MAX_ROW_LENGTH;
      const reader: Reader = { text: held, delimiter, isWhole, at };
      const read = readCells(reader);
      if (read === unfinished) break;
      const { cells, badQuote } = read;
      if (badQuote !== undefined) {
        rows.push({ cells, line, fault: 'A quotation mark is not closed.' });
        reader.at = lineEndFrom(held, badQuote) + 1;
      } else if (reader.at > held.length && !isEnd) {
        rows.push({ cells: [], line, fault: `The row is longer than ${MAX_ROW_LENGTH} characters.` });
      } else if (cells.some((cell) => cell !== '')) rows.push({ cells, line });
      line += countLines(held, at, reader.at);
      at = reader.at;
    }
    isSkipping ||= at > held.length && !isEnd;
    held = held.slice(at);
    return rows;
  };

  return {
    read: (text: string): Row[] => {
      held += text;
      return take(false);
    },
    end: (): Row[] => take(true),
  };
};

/** Reads all rows of a text. */
export const readCsvRows = (text: string, delimiter: string): Row[] => {
  const reader = createRowReader(delimiter);
  return [...reader.read(text), ...reader.end()];
};

/** Moves past the end of a row's line, or past the end of the text if the line continues there. */
const readCells = (reader: Reader): ReadCells | Unfinished => {
  const { text, delimiter, isWhole } = reader;
  const cells: string[] = [];
  for (;;) {
    const start = reader.at;
    const cell = text[start] === '"' ? readQuoted(reader) : readPlain(reader);
    if (cell === unfinished) return unfinished;
    if (cell === undefined) return { cells, badQuote: start };
    cells.push(cell.trim());
    const behind = text[reader.at];
    if (behind === undefined && !isWhole) return unfinished;
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

/** Undefined for a quotation that is not closed, or that is followed by anything but the end of the cell. */
const readQuoted = (reader: Reader): string | undefined | Unfinished => {
  const { text, delimiter, isWhole, at } = reader;
  const close = closingQuote(text, at + 1);
  // A quote at the very end may be the first of two.
  if (!isWhole && (close === undefined || close + 1 === text.length)) return unfinished;
  if (close === undefined) return undefined;
  let end = close + 1;
  while (text[end] === ' ') end += 1;
  if (end === text.length && !isWhole) return unfinished;
  if (end < text.length && text[end] !== delimiter && text[end] !== '\n') return undefined;
  reader.at = end;
  return text.slice(at + 1, close).replaceAll('""', '"');
};

/** Two quotes within a quotation stand for one. */
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
