import Papa from 'papaparse';

export type Row = {
  readonly cells: readonly string[];
  /** 1-based line of the file on which the row begins. */
  readonly line: number;
  /** Why the row cannot be read. */
  readonly fault?: string;
};

/** An unclosed quote swallows the rest of a table; reading goes on behind its line, this many times. */
const MAX_RECOVERIES = 100;

/** Rows that are not empty, broken ones among them. */
export const readCsvRows = (text: string, delimiter: string): Row[] => {
  const rows: Row[] = [];
  let from = 0;
  let line = 1;
  for (let recoveries = 0; from < text.length && recoveries <= MAX_RECOVERIES; recoveries++) {
    const rest = readUntilFault(text.slice(from), delimiter, line);
    rows.push(...rest.rows);
    const lineEnd = text.indexOf('\n', from + rest.read);
    from = lineEnd < 0 || rest.complete ? text.length : lineEnd + 1;
    line = rest.nextLine;
  }
  return rows;
};

type Part = { rows: Row[]; read: number; nextLine: number; complete: boolean };

const readUntilFault = (text: string, delimiter: string, firstLine: number): Part => {
  const part: Part = { rows: [], read: 0, nextLine: firstLine, complete: true };
  Papa.parse<string[]>(text, {
    delimiter,
    newline: '\n',
    step: ({ data, errors: [error], meta }, parser) => {
      const cells = data.map((cell) => cell.trim());
      const line = part.nextLine;
      if (error) {
        part.rows.push({ cells, line, fault: 'A quotation mark is not closed.' });
        part.nextLine = line + 1;
        part.complete = false;
        parser.abort();
        return;
      }
      if (cells.some((cell) => cell !== '')) part.rows.push({ cells, line });
      part.nextLine = line + countNewlines(text.slice(part.read, meta.cursor));
      part.read = meta.cursor;
    },
  });
  return part;
};

const countNewlines = (text: string): number => text.split('\n').length - 1;
