import { Failure } from '../contracts/errors.ts';
import { collectPairs, findPairs, namedColumns } from './collect-pairs.ts';
import { collectRows } from './collect-rows.ts';
import { readCsvRows, withoutEmptyTail } from './csv-rows.ts';
import { decodeText } from './decode-text.ts';
import type { FileFormat, ReadWarning } from './file-format.ts';

const PREVIEW_LINES = 20;

/**
 * A table, separated by commas, semicolons or tabs: questions with their answers where it says or shows that it is such, else rows, as
 * of a price list. Throws `knowledge.bad_csv` when no row can be used.
 */
export const csv: FileFormat = {
  mediaTypes: ['text/csv', 'text/tab-separated-values', 'application/csv'],
  extensions: ['csv', 'tsv'],
  read: (bytes) => {
    const text = decodeText(bytes);
    const rows = readCsvRows(text, likelyDelimiter(text));
    const pairs = findPairs(rows);
    const result = pairs ? collectPairs(pairs) : collectRows(rows);
    if (result.pieces.length === 0) throw nothingUsable(result.warnings);
    return result;
  },
};

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

const nothingUsable = ([first]: readonly ReadWarning[]): Failure =>
  new Failure(
    'knowledge.bad_csv',
    first
      ? `No row could be used. Line ${first.line}: ${first.message}`
      : 'The table holds no question with an answer.',
    'Give the table two columns or more, separated by commas, semicolons or tabs.',
  );
