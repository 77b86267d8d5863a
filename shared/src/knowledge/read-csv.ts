import { Failure } from '../contracts/errors.ts';
import type { TableKind } from '../entities/source.ts';
import { cutText } from '../text/cut-text.ts';
import { collectPairs, judgeTable, namedColumns, pairsOf } from './collect-pairs.ts';
import { collectRows } from './collect-rows.ts';
import { type Row, readCsvRows, withoutEmptyTail } from './csv-rows.ts';
import { decodeText } from './decode-text.ts';
import type { FileFormat, ReadResult, ReadWarning, TableChoice, TableEntry } from './file-format.ts';

const PREVIEW_LINES = 20;

/** Rows by which a person chooses how the table is read. */
const PREVIEW_ROWS = 4;
const PREVIEW_ENTRIES = 3;
const PREVIEW_LENGTH = 200;

/**
 * A table, separated by commas, semicolons or tabs: questions with their answers, or rows, as of a price list. How it is read follows from its
 * columns unless it is told. Throws `knowledge.bad_csv` when no row can be used.
 */
export const csv: FileFormat = {
  mediaTypes: ['text/csv', 'text/tab-separated-values', 'application/csv'],
  extensions: ['csv', 'tsv'],
  isTable: true,
  read: (bytes, told) => {
    const text = decodeText(bytes);
    const rows = readCsvRows(text, likelyDelimiter(text));
    const judged = judgeTable(rows);
    const kind = told ?? judged.kind;
    const result = collect(rows, kind);
    if (result.pieces.length === 0) throw nothingUsable(kind, result.warnings);
    const isGuess = told === undefined && !judged.isClear;
    return { ...result, table: { kind, ...(isGuess && { choice: choiceOf(rows, kind) }) } };
  },
};

const collect = (rows: readonly Row[], kind: TableKind): ReadResult =>
  kind === 'pairs' ? collectPairs(pairsOf(rows)) : collectRows(rows);

const choiceOf = (rows: readonly Row[], likely: TableKind): TableChoice => {
  const first = rows.filter(({ fault }) => fault === undefined).slice(0, PREVIEW_ROWS);
  return { likely, entries: { pairs: entriesOf(collect(first, 'pairs')), rows: entriesOf(collect(first, 'rows')) } };
};

const entriesOf = ({ text, pieces }: ReadResult): readonly TableEntry[] =>
  pieces.slice(0, PREVIEW_ENTRIES).map(({ start, end, question }) => ({
    text: cutText(text.slice(start, end), PREVIEW_LENGTH),
    ...(question !== undefined && { question: cutText(question, PREVIEW_LENGTH) }),
  }));

/** The one that gives the most rows of one width. */
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

const nothingUsable = (kind: TableKind, [first]: readonly ReadWarning[]): Failure =>
  new Failure(
    'knowledge.bad_csv',
    first ? `No row could be used. Line ${first.line}: ${first.message}` : nothingIn[kind],
    'Give the table two columns or more, separated by commas, semicolons or tabs.',
  );
