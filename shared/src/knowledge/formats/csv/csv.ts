import { Failure } from '../../../contracts/errors.ts';
import type { TableKind } from '../../../entities/source.ts';
import { cutText } from '../../../text/cut-text.ts';
import type { Block, FileFormat, TableChoice, TableEntry } from '../file-format.ts';
import { readText, textLimits } from '../text/read-text.ts';
import { sniffText } from '../text/sniff-text.ts';
import { createRowReader, type Row, readCsvRows, withoutEmptyTail } from './csv-rows.ts';
import { judgeTable, namedColumns, pairReader } from './pairs.ts';
import { rowReader } from './rows.ts';
import { isWarning, type ReadRow } from './table.ts';

const PREVIEW_LINES = 20;
/** A table is judged by this many rows, or by fewer that together are `SAMPLE_LENGTH` characters long. */
const SAMPLE = 200;
const SAMPLE_LENGTH = 65_536;

/** Number of rows in the preview with which a person chooses how to read the table. */
const PREVIEW_ROWS = 4;
const PREVIEW_ENTRIES = 3;
const PREVIEW_LENGTH = 200;

/**
 * Reads a table separated by commas, semicolons, or tabs: question-answer pairs, or rows such as those of a price list. Unless specified,
 * how to read it is determined by its first rows. Throws `knowledge.bad_csv` if no row is usable.
 */
export const csv: FileFormat = {
  mediaTypes: ['text/csv', 'text/tab-separated-values', 'application/csv'],
  extensions: ['csv', 'tsv'],
  isTable: true,
  limits: textLimits,
  sniff: sniffText,
  read: async function* (source, { table }) {
    const use = createUse(table);
    const sample: Row[] = [];
    let length = 0;
    for await (const rows of readRows(readText(source))) {
      if (use.isBegun()) {
        yield* use.take(rows);
        continue;
      }
      for (const row of rows) {
        sample.push(row);
        length += row.cells.reduce((sum, cell) => sum + cell.length, 0);
      }
      if (sample.length >= SAMPLE || length >= SAMPLE_LENGTH) yield* use.begin(sample.splice(0));
    }
    if (!use.isBegun()) yield* use.begin(sample);
    use.end();
  },
};

async function* readRows(text: AsyncIterable<string>): AsyncGenerator<readonly Row[]> {
  let reader: ReturnType<typeof createRowReader> | undefined;
  for await (const window of text) {
    reader ??= createRowReader(likelyDelimiter(window));
    yield reader.read(window);
  }
  if (reader) yield reader.end();
}

/** How the rows of a table are used, once its first rows are known. */
const createUse = (told: TableKind | undefined) => {
  let readRow: ReadRow | undefined;
  let kind: TableKind = told ?? 'rows';
  let used = 0;
  let firstFault: { readonly line: number; readonly message: string } | undefined;

  function* take(rows: readonly Row[]): Generator<Block> {
    for (const row of rows) {
      const read = readRow?.(row) ?? [];
      if (isWarning(read)) firstFault ??= read;
      else used += 1;
      yield* isWarning(read) ? [read] : read;
    }
  }

  return {
    isBegun: () => readRow !== undefined,
    take,
    begin: function* (rows: readonly Row[]): Generator<Block> {
      const first = rows.slice(0, SAMPLE);
      const judged = judgeTable(first);
      kind = told ?? judged.kind;
      const isGuess = told === undefined && !judged.isClear;
      yield { kind: 'about', table: { kind, ...(isGuess && { choice: choiceOf(first, kind) }) } };
      const table = readers[kind](first);
      readRow = table.read;
      yield* take(rows.slice(table.from));
    },
    end: () => {
      if (used === 0) throw nothingUsable(kind, firstFault);
    },
  };
};

const readers = { pairs: pairReader, rows: rowReader };

const choiceOf = (rows: readonly Row[], likely: TableKind): TableChoice => {
  const first = rows.filter(({ fault }) => fault === undefined).slice(0, PREVIEW_ROWS);
  return { likely, entries: { pairs: entriesOf(first, 'pairs'), rows: entriesOf(first, 'rows') } };
};

const entriesOf = (rows: readonly Row[], kind: TableKind): readonly TableEntry[] => {
  const { from, read } = readers[kind](rows);
  const blocks = rows.slice(from).flatMap((row): readonly Block[] => {
    const result = read(row);
    return isWarning(result) ? [] : result;
  });
  return blocks
    .filter((block) => block.kind === 'entry')
    .slice(0, PREVIEW_ENTRIES)
    .map(({ text, question }) => ({
      text: cutText(text, PREVIEW_LENGTH),
      ...(question !== undefined && { question: cutText(question, PREVIEW_LENGTH) }),
    }));
};

/** The separator that yields the most rows of the same width. */
const likelyDelimiter = (text: string): string => {
  const preview = text.split('\n', PREVIEW_LINES).join('\n');
  const scored = [';', '\t', ','].map((delimiter) => {
    const rows = readCsvRows(preview, delimiter);
    const named = rows[0] && namedColumns(rows[0].cells) ? PREVIEW_LINES : 0;
    return { delimiter, score: named + mostOfOneWidth(rows.map(({ cells }) => withoutEmptyTail(cells).length)) };
  });
  return scored.reduce((best, one) => (one.score > best.score ? one : best)).delimiter;
};

const mostOfOneWidth = (widths: readonly number[]): number => {
  const tables = widths.filter((width) => width >= 2);
  return Math.max(0, ...tables.map((width) => tables.filter((other) => other === width).length));
};

const nothingIn: Readonly<Record<TableKind, string>> = {
  pairs: 'The table holds no question with an answer.',
  rows: 'The table holds no row with two values or more.',
};

const nothingUsable = (kind: TableKind, first: { line: number; message: string } | undefined): Failure =>
  new Failure(
    'knowledge.bad_csv',
    first ? `No row could be used. Line ${first.line}: ${first.message}` : nothingIn[kind],
    'Give the table two columns or more, separated by commas, semicolons or tabs.',
  );
